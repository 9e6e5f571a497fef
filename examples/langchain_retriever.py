"""The advisor's provisions in a LangChain chain, offline.

    advisor index
    python examples/langchain_retriever.py "Can I keep a gift basket from a supplier?"
    python examples/langchain_retriever.py --language fr "Puis-je garder un panier-cadeau?"

It needs a home with an index, and no network and no model server: the last step of the chain
prints the prompt that a chat model would be given. See docs/langchain.md.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from langchain_core.documents import Document
from langchain_core.prompts import ChatPromptTemplate
from langchain_core.runnables import RunnablePassthrough

from advisor.domain.values import Language
from advisor.llm.retriever import open_retriever

PROMPT = ChatPromptTemplate.from_messages(
    [
        ("system", "Answer from these provisions only, and name the one you rely on.\n\n{rules}"),
        ("human", "{question}"),
    ]
)


def rules(documents: list[Document]) -> str:
    """The provisions as text: each under its source and locator, with its official address."""
    return "\n\n".join(
        "{source_id} {locator} ({text_kind}) {url}\n".format(**one.metadata) + one.page_content
        for one in documents
    )


def main() -> None:
    """Read the arguments, run the chain, print the prompt."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("question")
    parser.add_argument("--home", type=Path, default=Path(".advisor"))
    parser.add_argument("--language", type=Language, choices=list(Language), default=Language.EN)
    given = parser.parse_args()
    retriever = open_retriever(given.home, language=given.language, passages=4)
    chain = {"rules": retriever | rules, "question": RunnablePassthrough()} | PROMPT
    print(chain.invoke(given.question).to_string())


if __name__ == "__main__":
    main()
