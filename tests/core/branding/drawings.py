"""Drawings that are logos, and drawings that would rather be programs."""

OPENING = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '


def drawing(content="", attributes=""):
    return f'{OPENING}viewBox="0 0 90 30" {attributes}>{content}</svg>'.encode()


FROM_ILLUSTRATOR = f"""<?xml version="1.0" encoding="utf-8"?>
<!-- Generator: a drawing program -->
{OPENING} version="1.1" id="Layer_1" x="0px" y="0px" viewBox="0 0 300 100"
 style="enable-background:new 0 0 300 100;" xml:space="preserve">
<style type="text/css">/* colours */ .st0{{fill:url(#SVGID_1_);}}
 .st1, g > .st2{{fill:#FFF}}</style>
<linearGradient id="SVGID_1_" gradientUnits="userSpaceOnUse" x1="0" x2="300"><stop offset="0"
 style="stop-color:#7A1F3D"/><stop offset="1" style="stop-color:#FFCC00"/></linearGradient>
<defs><rect id="SVGID_2_" width="300" height="100" rx="20"/></defs>
<clipPath id="SVGID_3_"><use xlink:href="#SVGID_2_" style="overflow:visible;"/></clipPath>
<g style="clip-path:url(#SVGID_3_);"><path class="st0" d="M0,0h300v100H0z"/></g></svg>""".encode()

FROM_FIGMA = """<svg width="120" height="40" viewBox="0 0 120 40" fill="none"
 xmlns="http://www.w3.org/2000/svg"><g clip-path="url(#clip0)"><mask id="a"
 style="mask-type:luminance" maskUnits="userSpaceOnUse" x="0" y="0" width="120" height="40">
<path d="M0 0h120v40z" fill="white"/></mask><g mask="url(#a)"><circle cx="20" cy="20" r="9"
 fill="rgb(122, 31, 61)" transform="translate(3 4) rotate(-45)"/></g></g><defs><clipPath
 id="clip0"><rect width="120" height="40" fill="white"/></clipPath></defs></svg>""".encode()

HARMLESS = {
    "plain": drawing('<path d="M0 0h9"/>'),
    "illustrator": FROM_ILLUSTRATOR,
    "figma": FROM_FIGMA,
    "sized": b'<svg xmlns="http://www.w3.org/2000/svg" width="90px" height="30px"/>',
    "utf-16": drawing("<title>Café</title>").decode().encode("utf-16"),
    "entities of XML": drawing("<title>Rye &amp; &lt;Co&gt;</title>"),
}


def laughs(levels=9, times=9):
    """Parts that use parts, a thousand million in the end."""
    parts = '<path id="p0" d="M0 0h1"/>' + "".join(
        f'<g id="p{level + 1}">' + f'<use href="#p{level}"/>' * times + "</g>"
        for level in range(levels)
    )
    return drawing(f"<defs>{parts}</defs><use href='#p{levels}'/>")


def masked_masks(levels=9, times=9):
    return drawing("".join(
        f'<mask id="m{level}">' + f'<rect mask="url(#m{level + 1})"/>' * times + "</mask>"
        for level in range(levels)
    ) + '<rect mask="url(#m0)"/>')


def chain(length=2_000):
    return drawing("".join(
        f'<g id="c{place}"><use href="#c{place + 1}"/></g>' for place in range(length)))


HOSTILE = {
    "script": drawing("<script>alert(1)</script>"),
    "script in another namespace": drawing('<s:script xmlns:s="http://www.w3.org/1999/xhtml"/>'),
    "script under another prefix": drawing(
        '<s:script xmlns:s="http://www.w3.org/2000/svg">alert(1)</s:script>'),
    "capital script": drawing("<SCRIPT>alert(1)</SCRIPT>"),
    "handler": drawing('<rect onclick="alert(1)"/>'),
    "handler on the drawing": drawing(attributes='onload="alert(1)"'),
    "capital handler": drawing('<rect ONCLICK="alert(1)"/>'),
    "foreignObject": drawing("<foreignObject><p>page</p></foreignObject>"),
    "image elsewhere": drawing('<image href="https://x.example/t.png"/>'),
    "image inside": drawing('<image href="data:image/png;base64,AAAA"/>'),
    "filter image": drawing('<filter id="f"><feImage href="//x.example"/></filter>'),
    "link": drawing('<a href="javascript:alert(1)"><rect/></a>'),
    "use elsewhere": drawing('<use href="https://x.example/a.svg#b"/>'),
    "use elsewhere, old": drawing('<use xlink:href="//x.example/a.svg#b"/>'),
    "use data": drawing('<use href="data:image/svg+xml;base64,AAAA#b"/>'),
    "gradient elsewhere": drawing('<linearGradient href="a.svg#b"/>'),
    "href where none belongs": drawing('<path href="#a"/>'),
    "animation": drawing('<rect><animate attributeName="href" to="javascript:alert(1)"/></rect>'),
    "set": drawing('<rect><set attributeName="onclick" to="alert(1)"/></rect>'),
    "fill elsewhere": drawing('<rect fill="url(https://x.example/#a)"/>'),
    "fill elsewhere, quoted": drawing("<rect fill=\"url('//x.example')\"/>"),
    "fill elsewhere, escaped": drawing(r'<rect fill="u\72l(//x.example)"/>'),
    "fill elsewhere, behind a local one": drawing('<rect fill="url(#a) url(//x.example)"/>'),
    "fill elsewhere, capital": drawing('<rect fill="URL(//x.example)"/>'),
    "a word that is escaped": drawing(r'<rect fill="\72 ed"/>'),
    "style elsewhere": drawing('<rect style="fill:url(//x.example)"/>'),
    "style elsewhere, behind a comment": drawing('<rect style="fill:/**/url(//x.example)"/>'),
    "style in a string with comments": drawing(
        """<rect style='font-family:"/*";fill:url(//x.example);color:"*/"'/>""").replace(
            b"url(//x.example);color", b"url(//x.example)/*;color"),
    "style of no drawing": drawing('<rect style="background:red"/>'),
    "style behaviour": drawing('<rect style="behavior:url(#a)"/>'),
    "style image-set": drawing('<rect style="mask:image-set(\'a\')"/>'),
    "style variable": drawing('<rect style="fill:var(--a)"/>'),
    "transform that fetches": drawing('<rect transform="url(//x.example)"/>'),
    "sheet import": drawing("<style>@import '//x.example';</style>"),
    "sheet font": drawing("<style>@font-face{src:url(//x.example)}</style>"),
    "sheet elsewhere": drawing("<style>a{fill:url(//x.example)}</style>"),
    "sheet in CDATA": drawing("<style><![CDATA[a{fill:url(//x.example)}]]></style>"),
    "sheet in parts": drawing("<style>a{fill:red}<g/>b{fill:url(//x.example)}</style>"),
    "sheet within a rule": drawing("<style>a{b{fill:red}}</style>"),
    "sheet that reaches a mask": drawing(
        '<style>rect{mask:url(#m)}</style><mask id="m"><rect/></mask>'),
    "sheet with an open comment": drawing("<style>a{fill:red}/* </style>"),
    "doctype": b'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "x.dtd">' + drawing(),
    "entity": b'<!DOCTYPE svg [<!ENTITY e "lol">]>' + drawing("<title>&e;</title>"),
    "entity from a file": b'<!DOCTYPE svg [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
                          + drawing("<title>&e;</title>"),
    "entity of entities": b'<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">'
                          b'<!ENTITY c "&b;&b;&b;&b;">]>' + drawing("<title>&c;</title>"),
    "style sheet elsewhere": b'<?xml-stylesheet href="//x.example"?>' + drawing(),
    "instruction inside": drawing("<g><?php run() ?></g>"),
    "editor's path": drawing('<n:path xmlns:n="http://sodipodi.example"/>'),
    "editor's notes": drawing('<n:view xmlns:n="http://sodipodi.example"/>'),
    "editor's attribute": drawing('<g n:file="C:/ann/logo" xmlns:n="http://inkscape.example"/>'),
    "metadata": drawing("<metadata>by Ann</metadata>"),
    "tabindex": drawing('<g tabindex="1"/>'),
    "laughs": laughs(),
    "masked masks": masked_masks(),
    "chain": chain(),
    "itself": drawing('<g id="a"><use href="#a"/></g>'),
    "same name twice": drawing('<g id="a"/><g id="a"/>'),
    "deep": drawing("<g>" * 70_000 + "</g>" * 70_000),
    "many": drawing("<g/>" * 20_000),
    "open": b'<svg xmlns="http://www.w3.org/2000/svg"><g>',
    "no namespace": b'<svg viewBox="0 0 9 9"/>',
    "a web page": b'<html xmlns="http://www.w3.org/1999/xhtml"/>',
    "a part alone": b'<g xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>',
    "no size": b'<svg xmlns="http://www.w3.org/2000/svg"/>',
    "no extent": b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 0 9"/>',
    "unknown encoding": b'<?xml version="1.0" encoding="x-none"?>' + drawing(),
    "broken text": drawing().replace(b"viewBox", b"view\xff\xfeBox"),
}

# Each would keep a careless pattern busy for hours.
TEDIOUS = {
    "blanks": drawing(f"<style>{' ' * 200_000}@</style>"),
    "words": drawing(f'<rect fill="{"a" * 200_000}"/>'),
    "comments": drawing(f"<style>{'/*' * 100_000}</style>"),
    "brackets": drawing(f'<rect fill="{"url(" * 50_000}"/>'),
    "rules": drawing(f"<style>{'a{' * 100_000}</style>"),
    "box": drawing().replace(b"0 0 90 30", b"0" * 200_000 + b" " * 200_000 + b"x"),
}
