"""The usual twenty lines: sentence-transformers and FAISS over a note's paragraphs, the index saved, the top 3 printed.

Arguments: the model's folder, the note, the folder of the index, the question.
"""

import json
import sys
from pathlib import Path

import faiss
from sentence_transformers import SentenceTransformer

model_folder, note, folder, question = sys.argv[1:]
model = SentenceTransformer(model_folder, device="cpu")
index_file, texts_file = Path(folder) / "index.faiss", Path(folder) / "texts.json"
if not index_file.exists():
    texts = [text for text in Path(note).read_text("utf-8").split("\n\n") if text.strip()]
    new = faiss.IndexFlatIP(model.get_embedding_dimension())
    new.add(model.encode(texts, normalize_embeddings=True))
    faiss.write_index(new, str(index_file))
    texts_file.write_text(json.dumps(texts), "utf-8")
index, texts = faiss.read_index(str(index_file)), json.loads(texts_file.read_text("utf-8"))
for place in index.search(model.encode([question], normalize_embeddings=True), 3)[1][0]:
    print(texts[place], end="\n\n")
