"""Have GLiNER's data loader take training data, and print the spans that it makes labels of, as one line of JSON.

Run by a Python that has gliner: ``python into_gliner.py FILE``. No model is loaded: the words, the batches and the
labels are made by gliner before one is asked.
"""

import json
import sys
import warnings
from pathlib import Path
from types import SimpleNamespace

warnings.simplefilter("ignore")


def main() -> None:
    """Load, make batches and labels, and print."""
    from gliner.data_processing.processor import UniEncoderSpanProcessor
    from gliner.data_processing.tokenizer import WordsSplitter

    rows = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    config = SimpleNamespace(max_width=12, max_len=384, max_types=100, max_neg_type_ratio=0, random_drop=False)
    tokenizer = SimpleNamespace(unk_token="?", pad_token="_")
    splitter = WordsSplitter("whitespace")
    processor = UniEncoderSpanProcessor(config, tokenizer, splitter)
    spans = []
    for row in rows:
        if not row["ner"]:
            continue
        batch = processor.collate_raw_batch([dict(row)])
        places = batch["span_idx"][0].tolist()
        names = batch["id_to_classes"][0]
        for index, number in processor.create_labels(batch)[0].nonzero().tolist():
            first, last = places[index]
            spans.append([row["id"], first, last, names[number + 1], " ".join(row["tokenized_text"][first : last + 1])])
    words = [[token for token, _, _ in splitter(" ".join(row["tokenized_text"]))] for row in rows]
    same = sum(found == row["tokenized_text"] for found, row in zip(words, rows, strict=True))
    print(json.dumps({"documents": len(rows), "spans": sorted(spans), "same_words": same}))


if __name__ == "__main__":
    main()
