"""The only package that knows LangChain, which it imports when a model is used and not before.

`retriever` and `embeddings` are for people who build with LangChain; they import it at once.
"""
