"""The measures once more, written straight from their definitions and as slow as they please."""

from collections import Counter
from itertools import combinations, permutations, product

UNDEFINED = None


def shared(documents, annotators):
    """The documents that all of these finished."""
    return [each for each in documents if all(name in each.layers for name in annotators)]


def layer(document, name, label=None):
    return {span for span in document.layers[name] if label in (None, span[2])}


def overlap(a, b):
    return a[0] < b[1] and b[0] < a[1]


def heaviest(left, right, weight):
    """The total weight of the heaviest one-to-one matching, by trying all."""
    left, right = sorted(left), sorted(right)
    if len(left) > len(right):
        left, right = right, left
        return max(sum(weight(b, a) for a, b in zip(left, p, strict=True)) for p in permutations(right, len(left)))
    return max(sum(weight(a, b) for a, b in zip(left, p, strict=True)) for p in permutations(right, len(left)))


WEIGHTS = {
    "exact_f1": lambda a, b: float(a == b),
    "type_f1": lambda a, b: float(overlap(a, b) and a[2] == b[2]),
    "boundary_f1": lambda a, b: float(a[:2] == b[:2]),
    "partial_f1": lambda a, b: 1.0 if a[:2] == b[:2] else 0.5 * overlap(a, b),
}


def f1(documents, a, b, name, label=None):
    total = weight = 0.0
    for each in shared(documents, (a, b)):
        left, right = layer(each, a, label), layer(each, b, label)
        total += len(left) + len(right)
        weight += heaviest(left, right, WEIGHTS[name])
    return 2 * weight / total if total else UNDEFINED


def touched(document, name, label=None):
    return Counter(
        (token, span[2]) for span in layer(document, name, label) for token in document.tokens if overlap(token, span)
    )


def token_f1(documents, a, b, label=None):
    total = both = 0
    for each in shared(documents, (a, b)):
        left, right = touched(each, a, label), touched(each, b, label)
        total += left.total() + right.total()
        both += (left & right).total()
    return 2 * both / total if total else UNDEFINED


def nests(document, name):
    spans = layer(document, name)
    clash = any(count > 1 for count in Counter(token for token, _ in touched(document, name)).values())
    return clash or any(overlap(x, y) for x, y in combinations(spans, 2))


def tokens(document, name):
    """One label a token."""
    labels = dict(list(touched(document, name)))
    return [labels.get(token, "O") for token in document.tokens]


def marked(document, name, label):
    """Whether the label is on a token, token by token."""
    on = {token for token, _ in touched(document, name, label)}
    return [token in on for token in document.tokens]


def cohen(pairs):
    if not pairs:
        return UNDEFINED
    n = len(pairs)
    observed = sum(x == y for x, y in pairs) / n
    left, right = Counter(x for x, _ in pairs), Counter(y for _, y in pairs)
    if left.keys() == right.keys() and len(left) == 1:
        return UNDEFINED
    expected = sum(left[k] * right[k] for k in left) / n**2
    return (observed - expected) / (1 - expected)


def krippendorff(units):
    """Units as lists of values, some of which may be missing (left out)."""
    units = [values for values in units if len(values) > 1]
    n = sum(map(len, units))
    if not n:
        return UNDEFINED
    observed = sum((len(u) ** 2 - sum(c * c for c in Counter(u).values())) / (len(u) - 1) for u in units) / n
    totals = Counter(value for values in units for value in values)
    expected = (n**2 - sum(c * c for c in totals.values())) / (n * (n - 1))
    return 1 - observed / expected if expected else UNDEFINED


def units(documents, annotators, values):
    """For each token what each of those says who finished the document."""
    return [
        list(token)
        for each in documents
        for token in zip(*(values(each, name) for name in annotators if name in each.layers), strict=True)
    ]


def fleiss(units):
    m = len(units[0])
    observed = sum((sum(c * c for c in Counter(u).values()) - m) / (m * (m - 1)) for u in units) / len(units)
    totals = Counter(value for values in units for value in values)
    if len(totals) == 1:
        return UNDEFINED
    expected = sum((c / (m * len(units))) ** 2 for c in totals.values())
    return (observed - expected) / (1 - expected)


def ac1(units):
    m = len(units[0])
    observed = sum((sum(c * c for c in Counter(u).values()) - m) / (m * (m - 1)) for u in units) / len(units)
    totals = Counter(value for values in units for value in values)
    if len(totals) == 1:
        return UNDEFINED
    shares = [c / (m * len(units)) for c in totals.values()]
    expected = sum(p * (1 - p) for p in shares) / (len(shares) - 1)
    return (observed - expected) / (1 - expected)


def u_alpha(documents, annotators, *, binary=False):
    """Krippendorff et al. (2016), a code point at a time."""
    coincidences, squares = Counter(), Counter()
    for each in documents:
        names = [name for name in annotators if name in each.layers]
        if len(names) < 2:
            continue
        lines = []
        for name in names:
            line = [""] * each.length
            for start, end, label in layer(each, name):
                line[start:end] = ["any" if binary else label] * (end - start)
                squares["any" if binary else label] += (end - start) ** 2
            squares[""] += line.count("")
            lines.append(line)
        for x, y in permutations(lines, 2):
            for pair in zip(x, y, strict=True):
                coincidences[pair] += 1 / (len(names) - 1)
    total = sum(coincidences.values())
    labels = {label for pair in coincidences for label in pair}
    if len(labels) < 2:
        return UNDEFINED
    row = {c: sum(coincidences[c, k] for k in labels) for c in labels}
    chance = sum(total * (row[c] ** 2 - squares[c]) / (total**2 - sum(squares.values())) for c in labels)
    return 1 - (total - sum(coincidences[c, c] for c in labels)) / (total - chance)


def sections(spans, length):
    """Units and the gaps between them: start, end, whether it is a unit."""
    found, at = [], 0
    for start, end in sorted(spans):
        if start > at:
            found.append((at, start, False))
        found.append((start, end, True))
        at = end
    return [*found, (at, length, False)] if at < length else found


def distance(a, b):
    """Krippendorff (2004), 11.6."""
    if a[2] and b[2] and overlap(a, b):
        return (a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2
    if a[2] and not b[2] and b[0] <= a[0] and a[1] <= b[1]:
        return (a[1] - a[0]) ** 2
    if b[2] and not a[2] and a[0] <= b[0] and b[1] <= a[1]:
        return (b[1] - b[0]) ** 2
    return 0


def unitizing(documents, annotators, labels):
    """1 - sum of observed / sum of expected disagreement, over the documents laid end to end."""
    at, lines = 0, {(name, label): [] for name in annotators for label in labels}
    for each in shared(documents, annotators):
        for name in annotators:
            for start, end, label in layer(each, name):
                lines[name, label].append((at + start, at + end))
        at += each.length
    observed = expected = 0.0
    m = len(annotators)
    for label in labels:
        rows = [sections(lines[name, label], at) for name in annotators]
        apart = sum(distance(a, b) for x, y in permutations(rows, 2) for a, b in product(x, y))
        observed += apart / (m * (m - 1) * at**2)
        sizes = [e - s for row in rows for s, e, unit in row if unit]
        gaps = [e - s for row in rows for s, e, unit in row if not unit]
        total = sum(
            (len(sizes) - 1) / 3 * (2 * l**3 - 3 * l**2 + l) + l**2 * sum(g - l + 1 for g in gaps if g >= l)
            for l in sizes  # noqa: E741
        )
        expected += 2 / at * total / (m * at * (m * at - 1) - sum(s * (s - 1) for s in sizes)) if sizes else 0
    return 1 - observed / expected if expected else UNDEFINED


def disorder(units):
    """The cost of the best alignment of units (annotator, start, end, label) of n annotators, by trying all."""
    n = max(who for who, *_ in units) + 1
    pairs = n * (n - 1) / 2

    def cost(group):
        total = pairs - len(group) * (len(group) - 1) / 2
        for (_, s, e, x), (_, t, f, y) in combinations([units[place] for place in group], 2):
            total += ((abs(s - t) + abs(e - f)) / (e - s + f - t)) ** 2 + (x != y)
        return total / pairs

    def best(left):
        if not left:
            return 0.0
        first, rest = left[0], left[1:]
        found = []
        others = [[None, *(u for u in rest if units[u][0] == who)] for who in range(n) if who != units[first][0]]
        for choice in product(*others):
            group = [first, *(u for u in choice if u is not None)]
            found.append(cost(group) + best([u for u in rest if u not in group]))
        return min(found)

    return best(list(range(len(units))))
