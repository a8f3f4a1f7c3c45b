"""PDFs of a few kilobytes that take gigabytes once they are opened, each in another way."""

import zlib

DEFLATED = b"/Filter/FlateDecode"
PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]%s %s/Resources%s>>"
FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
RESOURCES = b"<</Font<</F1 5 0 R>>>>"
TEXTS = zlib.compress(b"BT /F1 9 Tf " + b"(a)Tj " * 400_000 + b"ET", 9)


def written(objects: dict[int, bytes]) -> bytes:
    """A PDF of these objects."""
    data = bytearray(b"%PDF-1.7\n")
    places = {}
    for number, body in sorted(objects.items()):
        places[number] = len(data)
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % places[number] for number in sorted(places))
    size = max(places) + 1
    assert sorted(places) == list(range(1, size))
    return bytes(
        data
    ) + b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (
        size,
        table,
        size,
        len(data),
    )


def stream(content: bytes, head: bytes = DEFLATED) -> bytes:
    """A stream object of bytes as they stand in the file."""
    return b"<<%s/Length %d>>\nstream\n%s\nendstream" % (head, len(content), content)


def page(contents: bytes, *more: bytes, resources: bytes = RESOURCES, key: bytes = b"/Contents") -> bytes:
    """A PDF of one page. more: objects 4, 6, 7, …; 5 is a font."""
    first, *others = more
    objects = {
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        3: PAGE % (key, contents, resources),
        4: first,
        5: FONT,
    }
    return written(objects | dict(enumerate(others, 6)))


def forms_within_forms(levels: int, times: int) -> bytes:
    """Each form draws the next so often."""
    inner = b"/X Do " * times
    head = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X %d 0 R>>/Font<</F1 5 0 R>>>>" + DEFLATED
    forms = [
        stream(zlib.compress(inner if n < levels - 1 else b"BT /F1 9 Tf (a)Tj ET"), head % (7 + n))
        for n in range(levels)
    ]
    return page(
        b"4 0 R", stream(zlib.compress(b"/X Do")), *forms, resources=b"<</XObject<</X 6 0 R>>/Font<</F1 5 0 R>>>>"
    )


def form_of_itself() -> bytes:
    """A form that draws itself twice, and each of these again."""
    head = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 6 0 R>>>>" + DEFLATED
    again = stream(zlib.compress(b"/X Do /X Do"), head)
    return page(b"4 0 R", stream(zlib.compress(b"/X Do")), again, resources=b"<</XObject<</X 6 0 R>>>>")


def notes(count: int) -> bytes:
    """A page with so many notes, each of which is printed with the same form."""
    form = stream(zlib.compress(b"0 0 m 9 9 l S " * 100_000, 9), b"/Subtype/Form/BBox[0 0 9 9]" + DEFLATED)
    whole = page(b"4 0 R", stream(zlib.compress(b"BT ET")), b"<</Subtype/FreeText/Rect[0 0 9 9]/AP<</N 7 0 R>>>>", form)
    return whole.replace(b"/Contents", b"/Annots[" + b"6 0 R " * count + b"]/Contents", 1)


def bombs() -> dict[str, bytes]:
    """All of them by what they do."""
    texts = stream(TEXTS)
    letters = zlib.compress(b"9 0 d0 " + b"0 0 m 9 9 l S " * 20_000, 9)
    type_3 = (
        b"<</Type/Font/Subtype/Type3/FontBBox[0 0 9 9]/FontMatrix[1 0 0 1 0 0]/FirstChar 0/LastChar 255/Widths[%s]"
        b"/Encoding<</Differences[0 %s]>>/CharProcs<<%s>>/Resources<<>>>>"
    ) % (
        b"9 " * 256,
        b" ".join(b"/g%d" % n for n in range(256)),
        b" ".join(b"/g%d 6 0 R" % n for n in range(256)),
    )
    every_letter = zlib.compress(b"BT /F2 9 Tf " + b"".join(b"<%02x>Tj " % n for n in range(1, 256)) + b"ET")
    chain = b"q " * 100_000_000
    for _ in range(3):
        chain = zlib.compress(chain, 9)
    return {
        "texts": page(b"4 0 R", stream(zlib.compress(b"BT /F1 9 Tf " + b"(a)Tj " * 8_000_000 + b"ET", 9))),
        "states": page(b"4 0 R", stream(zlib.compress(b"q " * 8_000_000, 9))),
        "paths": page(b"4 0 R", stream(zlib.compress(b"0 0 m 9 9 l S " * 4_000_000, 9))),
        "one stream often": page(b"[" + b"4 0 R " * 40 + b"]", texts),
        "a list by itself": page(b"6 0 R", texts, b"[" + b"4 0 R " * 40 + b"]"),
        "an escaped name": page(b"[" + b"4 0 R " * 40 + b"]", texts, key=b"/Cont#65nts"),
        "said to be a picture": page(
            b"[" + b"4 0 R " * 40 + b"]", stream(TEXTS, b"/Subtype/Image/Width 9/Height 9" + DEFLATED)
        ),
        "forms within forms": forms_within_forms(9, 10),
        "a form that draws itself twice": form_of_itself(),
        "deflated three times": page(b"4 0 R", stream(chain, b"/Filter[/FlateDecode/FlateDecode/FlateDecode]")),
        "letters": page(b"4 0 R", stream(every_letter), stream(letters), type_3, resources=b"<</Font<</F2 7 0 R>>>>"),
    }
