"""What the PDFs of the press hold: the table of every key of every object, and every operator.

A rule says what a value is:

    int  num  text  bytes  name  bool      a value of that kind
    true  null  =1                         this value
    /A                                     this name
    [r]  [r r]                             an array of any length; an array of just these
    {r}                                    a dictionary of any names
    @shape                                 an object of a row below, looked into
    ^shape                                 a reference to one that is reached in another way
    r | s                                  one or the other

Keys with a question mark may be absent. ``FEATURES`` are keys that only some editions have, and
these must, unless the key bears a question mark there. What is not in the table is a finding,
whatever a viewer makes of it.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

Shape = Mapping[str, str]

OBJECTS: Mapping[str, Shape] = {
    "trailer": {
        "/Root": "@catalog", "/Info": "@information", "/ID": "[bytes bytes]", "/Size": "int",
        "/Type?": "/XRef", "/W?": "[int]", "/Index?": "[int]", "/Length?": "int",
        "/Filter?": "/FlateDecode", "/DecodeParms?": "@predictor",
    },
    "predictor": {"/Columns": "int", "/Predictor": "=12"},
    "information": {
        "/Title": "text", "/Author?": "text", "/Subject?": "text", "/Creator": "text",
        "/Producer": "text", "/CreationDate": "text", "/ModDate": "text",
    },
    "catalog": {
        "/Type": "/Catalog", "/Pages": "@pages", "/Lang": "text", "/Metadata": "@xmp",
        "/MarkInfo": "@marked", "/StructTreeRoot": "@tree", "/ViewerPreferences": "@viewer",
        "/PageLabels": "@labels", "/PageLayout": "/SinglePage", "/PageMode?": "/UseOutlines",
        "/Names?": "@names", "/Outlines?": "@outlines", "/OutputIntents?": "[@intent]",
        "/AF?": "[@attachment]",
    },
    "marked": {"/Marked": "true"},
    "viewer": {
        "/DisplayDocTitle": "true", "/Direction?": "/R2L", "/Duplex?": "/DuplexFlipShortEdge",
        "/PrintScaling?": "/None",
    },
    "xmp": {
        "/Type": "/Metadata", "/Subtype": "/XML", "/Length": "int", "/Filter?": "/FlateDecode",
    },
    "labels": {"/Nums": "[int | @label]"},
    "label": {"/S?": "/D", "/P?": "text"},
    # destinations and attachments
    "names": {"/Dests": "@destinations", "/EmbeddedFiles?": "@files"},
    "destinations": {"/Names": "[text | bytes | [^page /XYZ num num num]]"},
    "files": {"/Names": "[text | bytes | @attachment]"},
    "attachment": {
        "/Type": "/Filespec", "/F": "text", "/UF": "text", "/Desc": "text", "/EF": "@embedded",
        "/AFRelationship": "/Source | /Supplement | /Alternative",
    },
    "embedded": {"/F": "@file"},
    "file": {
        "/Type": "/EmbeddedFile", "/Subtype": "name", "/Params": "@parameters", "/Length": "int",
        "/Filter?": "/FlateDecode",
    },
    "parameters": {
        "/CheckSum": "bytes", "/CreationDate": "text", "/ModDate": "text", "/Size": "int",
    },
    "outlines": {"/Count": "int", "/First": "@outline", "/Last": "^outline"},
    "outline": {
        "/Title": "text", "/Count": "int", "/Dest": "[^page /XYZ num num num]", "/Parent": "ref",
        "/Prev?": "^outline", "/Next?": "@outline", "/First?": "@outline", "/Last?": "^outline",
    },
    "intent": {
        "/Type": "/OutputIntent", "/S": "/GTS_PDFA1", "/OutputConditionIdentifier": "text",
        "/Info": "text", "/DestOutputProfile": "@profile",
    },
    "profile": {"/N": "=3", "/Length": "int", "/Filter?": "/FlateDecode"},
    # pages
    "pages": {"/Type": "/Pages", "/Count": "int", "/Kids": "[@page]"},
    "page": {
        "/Type": "/Page", "/Parent": "^pages", "/Contents": "@content", "/MediaBox": "[num]",
        "/TrimBox": "[num]", "/BleedBox?": "[num]", "/Rotate?": "=90",
        "/Resources": "@resources", "/StructParents?": "int", "/Tabs?": "/S",
        "/Annots?": "[@link]",
    },
    "content": {"/Length": "int", "/Filter?": "/FlateDecode"},
    "link": {
        "/Type": "/Annot", "/Subtype": "/Link", "/Rect": "[num num num num]", "/Dest": "text",
        "/BS": "@border", "/F?": "=4", "/Contents": "text", "/StructParent": "int",
    },
    "border": {"/W": "=0"},
    "resources": {
        "/Font?": "{@font}", "/ExtGState?": "{@graphics}", "/ColorSpace?": "{@space}",
        "/XObject?": "{@form | @picture | @formula}", "/Pattern?": "@nothing",
        "/Shading?": "@nothing",
    },
    "nothing": {},
    "graphics": {"/ca?": "=1", "/CA?": "=1"},
    # the engine lays three into every file; no operator chooses one
    "space": {"[]": "[/Lab @light] | [/ICCBased @profile]"},
    "light": {"/WhitePoint": "[num num num]", "/Range": "[num num num num]"},
    "form": {
        "/Type": "/XObject", "/Subtype": "/Form", "/BBox": "[num num num num]",
        "/Resources": "@resources", "/StructParents": "int", "/Length": "int",
        "/Filter?": "/FlateDecode",
    },
    # a picture of the text: its points in a space that says what their colours are
    "picture": {
        "/Type": "/XObject", "/Subtype": "/Image", "/Width": "int", "/Height": "int",
        "/ColorSpace": "/DeviceGray | [/ICCBased @colours]", "/BitsPerComponent": "=8",
        "/Length": "int", "/Filter": "/FlateDecode | /DCTDecode",
    },
    "colours": {"/N": "=1 | =3", "/Length": "int", "/Filter?": "/FlateDecode"},
    # a formula: outlines, which need nothing of the page
    "formula": {
        "/Subtype": "/Form", "/BBox": "[num num num num]", "/Resources": "@nothing",
        "/Length": "int", "/Filter?": "/FlateDecode",
    },
    # fonts
    "font": {
        "/Type": "/Font", "/Subtype": "/Type0", "/BaseFont": "name", "/Encoding": "/Identity-H",
        "/DescendantFonts": "[@cidfont | @truetype]", "/ToUnicode": "@cmap",
    },
    "cmap": {"/Length": "int", "/Filter?": "/FlateDecode"},
    "cidfont": {
        "/Type": "/Font", "/Subtype": "/CIDFontType0", "/BaseFont": "name",
        "/CIDSystemInfo": "@system", "/CIDToGIDMap": "/Identity", "/W": "[int | num | [num]]",
        "/FontDescriptor": "@descriptor",
    },
    # letters of other scripts, and fonts that a document brings
    "truetype": {
        "/Type": "/Font", "/Subtype": "/CIDFontType2", "/BaseFont": "name",
        "/CIDSystemInfo": "@system", "/CIDToGIDMap": "/Identity", "/W": "[int | num | [num]]",
        "/FontDescriptor": "@truetype-descriptor",
    },
    "truetype-descriptor": {
        "/Type": "/FontDescriptor", "/FontName": "name", "/FontFamily": "text", "/Flags": "int",
        "/FontBBox": "[num num num num]", "/ItalicAngle": "=0", "/Ascent": "num",
        "/Descent": "num", "/CapHeight": "num", "/StemV": "num", "/StemH": "num",
        "/FontFile2": "@truetype-program",
    },
    "truetype-program": {"/Length1": "int", "/Length": "int", "/Filter?": "/FlateDecode"},
    "system": {"/Registry": "text", "/Ordering": "text", "/Supplement": "=0"},
    "descriptor": {
        "/Type": "/FontDescriptor", "/FontName": "name", "/FontFamily": "text", "/Flags": "int",
        "/FontBBox": "[num num num num]", "/ItalicAngle": "=0", "/Ascent": "num",
        "/Descent": "num", "/CapHeight": "num", "/StemV": "num", "/StemH": "num",
        "/FontFile3": "@program",
    },
    "program": {"/Subtype": "/OpenType", "/Length": "int", "/Filter?": "/FlateDecode"},
    # the structure tree
    "tree": {
        "/Type": "/StructTreeRoot", "/K": "[@element]", "/ParentTree": "@parents",
        "/ParentTreeNextKey": "int", "/IDTree": "@identifiers", "/RoleMap?": "@roles",
    },
    "identifiers": {"/Kids": "[@identified]"},
    "identified": {"/Names": "[text | bytes | ^element]", "/Limits": "[bytes bytes]"},
    "parents": {"/Nums": "[int | ^element | [^element | null]]"},
    "roles": {
        "/Mark-sup?": "/Span", "/Mark-sub?": "/Span", "/Mark-em?": "/Span", "/Mark-dots?": "/Span",
        "/Mark-u?": "/Span", "/Mark-name?": "/Span", "/Mark-blank?": "/Span",
        "/Mark-note?": "/Reference", "/Mark-label?": "/Span", "/Editorial?": "/P",
        "/Author-note?": "/P", "/Mark-new?": "/Span", "/Mark-gone?": "/Span",
    },
    "element": {
        "/Type": "/StructElem", "/S": "name", "/P": "^element | ^tree", "/Pg?": "^page",
        "/K?": "int | [int | @element | @content-of | @object-of]", "/ID?": "bytes",
        "/Lang?": "text", "/A?": "@cell", "/Alt?": "text", "/T?": "text",
    },
    "content-of": {"/Type": "/MCR", "/Pg": "^page", "/Stm?": "^form", "/MCID": "int"},
    "object-of": {"/Type": "/OBJR", "/Pg": "^page", "/Obj": "^link"},
    "cell": {
        "/O": "/Table", "/Scope?": "/Column", "/ColSpan?": "int", "/RowSpan?": "int",
    },
}  # fmt: skip

# rows of files of PDF 2.0, in place of those above and besides them
SECOND: Mapping[str, Shape] = {
    "trailer": {key: value for key, value in OBJECTS["trailer"].items() if key != "/Info"},
    "tree": {**OBJECTS["tree"], "/Namespaces": "[@namespace]"},
    "namespace": {"/Type": "/Namespace", "/NS": "text"},
    "element": {
        **OBJECTS["element"], "/NS?": "@namespace", "/Ref?": "[^element]",
        "/A?": "@cell | @footnote | @numbered",
    },
    "footnote": {"/O": "/FENote", "/NoteType": "/Footnote"},
    "numbered": {"/O": "/List", "/ListNumbering": "/Ordered"},
    # each destination is a place and an element
    "destinations": {"/Names": "[text | bytes | @destination]"},
    "destination": {"/D": "[^page /XYZ num num num]", "/SD": "[^element /XYZ num num num]"},
    "outline": {
        **{key: value for key, value in OBJECTS["outline"].items() if key != "/Dest"},
        "/A": "@leading",
    },
    "leading": {
        "/S": "/GoTo", "/D": "[^page /XYZ num num num]", "/SD": "[^element /XYZ num num num]",
    },
}  # fmt: skip
# what says of a file that it is of PDF 2.0
PDF_2 = "PDF 2.0"
# the one namespace that is named, and the types that are not of it, beside our own
NAMESPACE = "http://iso.org/pdf2/ssn"
EARLIER = frozenset(("Art", "Reference", "TOC", "TOCI"))

# shapes of streams; no other object may be one
STREAMS = frozenset(
    (
        "xmp",
        "file",
        "profile",
        "content",
        "form",
        "picture",
        "colours",
        "formula",
        "cmap",
        "program",
        "truetype-program",
    )
)

# what structure elements there are (ISO 32000-1, 14.8.4, and types of our own; Caption stands in
# files of the first layout)
ELEMENTS = frozenset(
    ("Document", "Art", "Sect", "P", "H1", "H2", "H3", "H4", "H5", "H6", "L", "LI", "LBody", "Lbl",
     "Table", "TR", "TH", "TD", "TOC", "TOCI", "Caption", "Note", "Reference", "Link", "Span",
     "Ruby", "RB", "RT", "Figure", "Formula", "Mark-sup", "Mark-sub", "Mark-em", "Mark-dots",
     "Mark-u", "Mark-name", "Mark-blank", "Mark-note", "Mark-label", "Editorial", "Author-note",
     "Mark-new", "Mark-gone")
)  # fmt: skip
SECOND_ELEMENTS = ELEMENTS - {"Note", "Caption"} | {"FENote"}
# these alone are told in other words than they show, beside their file or source
WORDED = frozenset(("Figure", "Formula"))
# and these beside a label of their page, which the proof counts
LABELLED = frozenset(("Mark-note", "Mark-label"))

# keys that a feature of an edition brings; without the feature they are a finding, with it a need
FEATURES: Mapping[str, tuple[tuple[str, str], ...]] = {
    "attachments": (("catalog", "/AF"), ("names", "/EmbeddedFiles")),
    "output intent": (("catalog", "/OutputIntents"),),
    "right binding": (("viewer", "/Direction"),),
    "imposed": (("viewer", "/Duplex"), ("viewer", "/PrintScaling"), ("content-of", "/Stm")),
    "single pages": (
        ("catalog", "/Names"), ("catalog", "/PageMode"),
        ("page", "/StructParents"), ("page", "/Tabs"), ("page", "/BleedBox"),
    ),
    "turned": (("page", "/Rotate"),),
}  # fmt: skip

# tables of a font program: outlines of one kind, and nothing that draws in another way
FONT_TABLES = frozenset(
    ("CFF ", "OS/2", "cmap", "head", "hhea", "hmtx", "maxp", "name", "post", "vhea", "vmtx",
     "GDEF", "GPOS", "GSUB", "VORG", "BASE")
)  # fmt: skip
TRUETYPE_TABLES = FONT_TABLES - {"CFF ", "VORG", "BASE"} | {"glyf", "loca", "gasp"}
# white and the range of the two spaces of the engine, of which no page makes use
LIGHTS = ((0.964296, 1.0, 0.825105), (0.950456, 1.0, 1.089058))
LIGHT_RANGE = (-125.0, 125.0, -125.0, 125.0)
# the colour profile of the engine, sRGB, in which pictures are that say nothing else
PROFILES = frozenset(("384b832de3412066743b52a75ee906b6fb9fb8d9e09e936fc2c43223815c6e0a",))

# what stands in a content stream, and what each operator is given
OPERATORS: Mapping[str, str] = {
    "q": "", "Q": "", "cm": "num num num num num num", "gs": "name",
    "g": "=0", "G": "=0", "w": "num", "J": "=1", "d": "[num num] num",
    "m": "num num", "l": "num num", "re": "num num num num", "W*": "", "n": "", "f*": "", "S": "",
    "BT": "", "ET": "", "Tf": "name num", "Tm": "num num num num num num", "Tc": "num", "Ts": "num",
    "TJ": "[num | bytes | text]", "Tj": "bytes | text",
    "BMC": "/Artifact", "BDC": "name @properties", "EMC": "", "Do": "name",
}  # fmt: skip
# what is said of marked content, by its tag: a hyphen that the press adds is read as a soft one
PROPERTIES: Mapping[str, tuple[Shape, ...]] = {
    "/Span": ({"/MCID": "int"}, {"/ActualText": "text"}),
    "/Artifact": ({"/Type": "/Pagination | /Page"},),
}
SOFT_HYPHEN = "\u00ad"
HYPHENS = frozenset(("-", "\u2010", "\u00ad"))

# what the packet of metadata says (ISO 16684-1), by namespace
METADATA: Mapping[str, tuple[str, ...]] = {
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": (
        "RDF", "Description", "Bag", "Seq", "Alt", "li"),
    "adobe:ns:meta/": ("xmpmeta",),
    "http://purl.org/dc/elements/1.1/": (
        "title", "language", "identifier", "format", "creator", "description", "rights", "source",
        "date", "type"),
    "http://purl.org/dc/terms/": ("issued", "spatial", "isFormatOf", "provenance"),
    "http://ns.adobe.com/xap/1.0/": ("CreatorTool", "CreateDate", "ModifyDate", "MetadataDate"),
    "http://ns.adobe.com/xap/1.0/mm/": ("DocumentID",),
    "http://ns.adobe.com/pdf/1.3/": ("Producer",),
    "http://www.aiim.org/pdfa/ns/id/": ("part", "conformance", "rev"),
    "http://www.aiim.org/pdfua/ns/id/": ("part", "rev"),
    "http://www.aiim.org/pdfa/ns/extension/": ("schemas",),
    "http://www.aiim.org/pdfa/ns/schema#": ("schema", "namespaceURI", "prefix", "property"),
    "http://www.aiim.org/pdfa/ns/property#": ("name", "valueType", "category", "description"),
}  # fmt: skip


class Attached(Struct, frozen=True):
    """A file that an archival PDF carries: its name and what is said of it.

    ``digest`` says of which file of the document it is a copy; ``always`` that none lacks it.
    """

    name: str
    description: str
    relationship: str
    media_type: str
    digest: str = ""
    always: bool = True


ATTACHED = (
    Attached("{name}.capture{suffix}", "The text as it was captured, byte for byte", "Source",
             r"text/(plain|html|markdown)|application/vnd\.openxmlformats-officedocument"
             r"\.wordprocessingml\.document", "capture"),
    Attached("{name}.canonical.txt", "The canonical text, one paragraph a line (UTF-8)", "Source",
             r"text/plain", "canonical"),
    Attached("{name}.ledger.json",
             "Each restoration on the way from the capture to the canonical text", "Supplement",
             r"application/json"),
    Attached("{name}.{script}.ledger.json", "Each character of the conversion to {}", "Supplement",
             r"application/json", always=False),
    Attached("{name}.{script}.akn.xml", "The document as Akoma Ntoso 3.0", "Alternative",
             r"application/akn\+xml"),
)  # fmt: skip
