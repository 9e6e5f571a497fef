"""Makes the bundled bilingual sentence-embedding model: `python -m training all`.

Nothing here is imported by the advisor. The steps read public weights and aligned English-French
text, train with sentence-transformers, and leave an int8 ONNX file, its tokenizer and a model card
in `advisor/models/bilingual`.
"""
