// Writes a ZIP archive whose bytes depend on nothing but its entries: stored, one fixed date, entries in the order given.
import { crc32 } from "node:zlib";

const fixedDate = 0x0021; // 1980-01-01, the first day a ZIP archive can name
const utf8Names = 0x0800;

/** @param {{name: string, bytes: Buffer}[]} entries @returns {Buffer} */
export function storedZip(entries) {
    const locals = [];
    const directory = [];
    let offset = 0;
    for (const { name, bytes } of entries) {
        const encoded = Buffer.from(name, "utf8");
        const common = Buffer.alloc(26); // the fields a local header and a directory entry share
        common.writeUInt16LE(10, 0); // version needed: 1.0
        common.writeUInt16LE(utf8Names, 2);
        common.writeUInt16LE(0, 4); // method: stored
        common.writeUInt16LE(0, 6);
        common.writeUInt16LE(fixedDate, 8);
        common.writeUInt32LE(crc32(bytes), 10);
        common.writeUInt32LE(bytes.length, 14);
        common.writeUInt32LE(bytes.length, 18);
        common.writeUInt16LE(encoded.length, 22);
        common.writeUInt16LE(0, 24);
        locals.push(Buffer.from("PK\x03\x04", "latin1"), common, encoded, bytes);

        const where = Buffer.alloc(14); // comment length, disk, attributes: all 0; then the offset
        where.writeUInt32LE(offset, 10);
        directory.push(Buffer.from("PK\x01\x02\x0a\x00", "latin1"), common, where, encoded);
        offset += 30 + encoded.length + bytes.length;
    }

    const central = Buffer.concat(directory);
    const end = Buffer.alloc(22);
    end.write("PK\x05\x06", 0, "latin1");
    end.writeUInt16LE(entries.length, 8);
    end.writeUInt16LE(entries.length, 10);
    end.writeUInt32LE(central.length, 12);
    end.writeUInt32LE(offset, 16);
    return Buffer.concat([...locals, central, end]);
}
