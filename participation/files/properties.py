"""A copy of a Word or Excel file without the properties that name people: who wrote it, who saved it last, where.

The other parts are copied as they lie: nothing is unpacked, and what stands in the document stays as it was sent.
"""

import struct
from io import BytesIO
from zipfile import BadZipFile, ZipFile, ZipInfo

SCHEMAS = "http://schemas.openxmlformats.org"
BLANK = {
    "docProps/core.xml": f'<cp:coreProperties xmlns:cp="{SCHEMAS}/package/2006/metadata/core-properties"/>',
    "docProps/app.xml": f'<Properties xmlns="{SCHEMAS}/officeDocument/2006/extended-properties"/>',
    "docProps/custom.xml": f'<Properties xmlns="{SCHEMAS}/officeDocument/2006/custom-properties"/>',
}
HEADER, NAME_LENGTH, WITH_SIZES_BEHIND = 30, 26, 0x08  # of a part, as zip files have it


def without_properties(content: bytes) -> bytes:
    """The same file with its properties empty; as it is where there are none, or where it cannot be taken apart."""
    kept = BytesIO()
    try:
        with ZipFile(BytesIO(content)) as sent, ZipFile(kept, "w") as copy:
            for part in sent.infolist():
                if blank := BLANK.get(part.filename):
                    copy.writestr(part.filename, f'<?xml version="1.0" encoding="UTF-8"?>{blank}')
                else:
                    _lay(copy, part, _packed(content, part))
    except (BadZipFile, struct.error, ValueError):
        return content
    return kept.getvalue()


def _packed(content: bytes, part: ZipInfo) -> bytes:
    name, extra = struct.unpack_from("<HH", content, part.header_offset + NAME_LENGTH)
    start = part.header_offset + HEADER + name + extra
    return content[start : start + part.compress_size]


def _lay(copy: ZipFile, part: ZipInfo, packed: bytes) -> None:
    """Write one part as it is packed, which `ZipFile.writestr` would do only after unpacking it."""
    assert copy.fp is not None
    part.header_offset = copy.start_dir
    part.flag_bits &= ~WITH_SIZES_BEHIND
    copy.fp.seek(copy.start_dir)
    copy.fp.write(part.FileHeader() + packed)
    copy.filelist.append(part)
    copy.NameToInfo[part.filename] = part
    copy.start_dir = copy.fp.tell()
