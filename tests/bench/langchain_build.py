"""LangChain's documented way over the same note and model: split at headings, embed, FAISS, saved; then questions.

Arguments: the model's folder, the note, the folder of the index, a file of questions, one a line. Prints JSON.
"""

import json
import sys
import time
from pathlib import Path
from statistics import median

from langchain_community.vectorstores import FAISS
from langchain_huggingface import HuggingFaceEmbeddings
from langchain_text_splitters import MarkdownHeaderTextSplitter

model_folder, note, folder, questions = sys.argv[1:]
splitter = MarkdownHeaderTextSplitter([("#" * level, f"h{level}") for level in range(1, 7)], strip_headers=False)
documents = splitter.split_text(Path(note).read_text("utf-8"))
embeddings = HuggingFaceEmbeddings(
    model_name=model_folder, model_kwargs={"device": "cpu"}, encode_kwargs={"normalize_embeddings": True}
)
store = FAISS.from_documents(documents, embeddings)
store.save_local(folder)

asking, seconds = time.perf_counter(), []
for question in Path(questions).read_text("utf-8").splitlines():
    begun = time.perf_counter()
    store.similarity_search(question, k=10)
    seconds.append(time.perf_counter() - begun)
model = embeddings._client
pieces = model.tokenizer([document.page_content for document in documents])["input_ids"]
tokens = sum(min(len(ids), model.max_seq_length) for ids in pieces)
print(json.dumps({"tokens": tokens, "warm_ms": 1000 * median(seconds[1:]), "asking_s": time.perf_counter() - asking}))
