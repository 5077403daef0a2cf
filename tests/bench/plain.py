import json
import sys
import time

import weasyprint

serif, sans, out = sys.argv[1:4]
doc = json.load(sys.stdin)
STYLE = f"""
@font-face {{ font-family: serif; src: url(file://{serif}) }}
@font-face {{ font-family: sans; src: url(file://{sans}) }}
@page {{ size: A4; margin: 31mm 28.8mm 29mm; @top-center {{ content: "{doc["short_title"]}";
  font: 8.5pt sans }} @bottom-center {{ content: counter(page); font: 9.5pt sans }}
  @footnote {{ border-top: .4pt solid black }} }}
html {{ font: 12pt/21pt serif }} h1 {{ text-align: center; font: 23pt serif }}
p {{ margin: 0; text-align: justify }} .note {{ float: footnote; font: 9pt/13.5pt serif }}
h2 {{ break-before: page; font: 13pt sans }} table {{ font-size: 9pt; line-height: 13.5pt }}
"""
body = [f"<h1>{doc['title']['text']}</h1>"]
for line in doc["preamble"] + doc["paragraphs"]:
    text, at, parts = line["text"], 0, []
    for note in (n for n in doc["notes"] if n["line_id"] == line["id"]):
        cut = note["at"] - line["start"]
        parts += [text[at:cut], f'<span class="note">{note["text"]}</span>']
        at = cut
    number = f"{line['number']}. " if line["number"] else ""
    body.append(f'<p id="{line["id"]}">{number}{"".join(parts)}{text[at:]}</p>')
body.append(f"<h2>簽署頁</h2><p>{doc['closing']['text']}</p>")
body += [f"<p>{s['office']['text']} {s['name']['text']}</p>" for s in doc["signatories"]]
body.append("<h2>文書表</h2><table>")
for entry in doc["instruments"]:
    facts = [" ".join((e["date"], e["place"], e["act"])) for e in entry["events"]]
    cited = [m["line_id"] for m in doc["mentions"] if m["instrument"] == entry["id"]]
    links = "、".join(f'<a href="#{i}">{i[5:]}</a>' for i in dict.fromkeys(cited))
    body.append(f"<tr><td>{entry['title']}<td>{'<br>'.join(facts)}<td>{links}")
page = f'<html lang="zh-Hant"><title>{doc["title"]["text"]}</title><style>{STYLE}</style>'
start = time.process_time()
document = weasyprint.HTML(string=page + "".join(body) + "</table>").render()
print(f"layout {time.process_time() - start:.3f} s")
document.write_pdf(out, pdf_variant="pdf/ua-1")
