// Builds assets/emoji, the image collection that ships with Eidetic. Same packages, same bytes.
// Usage: node eng/emoji/build.mjs [FOLDER]     FOLDER: where the package archives are kept or fetched to (default: a temporary folder)
// Needs Node 20.15 or later, npm and tar.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { heldOut, split } from "./queries.mjs";
import { readme } from "./readme.mjs";
import { storedZip } from "./zip.mjs";

const packages = [
    { name: "emoji-datasource-google", version: "16.0.0",
        sha512: "ZRexfzs7MVoLnmzZmNsO4TKhnAJp5D++Vm6PpUpH/jEQQlemp3l88CjZ+DoZ2faM9R4QxZkOPJCoT8DlPhfQ3A==" },
    { name: "emojibase-data", version: "17.0.0",
        sha512: "Yvgb5AWoHViHV/gq1qr5ZAarcBip+B27/ZLRsUJkbgAEaLlZ/fof9g882LTpmEpyhBNEC0m2SEmItljHsTygjA==" },
    { name: "emojilib", version: "4.0.3",
        sha512: "KbWiYre9aRSaPbHrHZIz9zmoM+21LAsK1VFJtnTh1VCtWE/rNMDviGhQTmselFl95dhqtGlY22iH0leG5BuW0g==" },
];

// The data source shows Saudi Arabia's flag for Sark, whose picture was too new for it.
const wrongPictures = new Set(["1F1E8-1F1F6"]);

const output = resolve(dirname(fileURLToPath(import.meta.url)), "../../assets/emoji");
const scratch = mkdtempSync(join(tmpdir(), "eidetic-emoji-"));
try {
    const archives = resolve(process.argv[2] ?? scratch);
    const [datasource, emojibase, emojilib] = packages.map((one) => unpack(one, archives));
    const images = join3(datasource, emojibase, emojilib);

    mkdirSync(output, { recursive: true });
    writeFileSync(join(output, "images.zip"), storedZip(images.map(({ key, bytes }) => ({ name: key, bytes }))));
    writeLines("captions.jsonl", images.map(({ key, captions }) => ({ image: key, captions })));
    const { queries, dropped, phrases } = heldOut(images);
    const dev = queries.filter((one) => split(one) === "dev");
    const test = queries.filter((one) => split(one) === "test");
    writeLines("queries-dev.jsonl", dev);
    writeLines("queries-test.jsonl", test);
    for (const [folder, name] of [[datasource, "emoji-data"], [emojibase, "emojibase-data"], [emojilib, "emojilib"]])
        writeFileSync(join(output, `LICENSE-${name}.txt`), readFileSync(join(folder, "LICENSE")));
    writeFileSync(join(output, "README.md"), readme({ packages, images, dropped, phrases, dev, test }));
    console.log(`${images.length} images, ${dev.length} dev and ${test.length} test queries in ${output}`);
} finally {
    rmSync(scratch, { recursive: true, force: true });
}

/** Fetches the archive by name and exact version unless it is there, checks it, and returns the folder it is unpacked to. */
function unpack({ name, version, sha512 }, archives) {
    const file = join(archives, `${name}-${version}.tgz`);
    if (!existsSync(file)) execFileSync("npm", ["pack", "--silent", `${name}@${version}`, "--pack-destination", archives]);
    const found = createHash("sha512").update(readFileSync(file)).digest("base64");
    if (found !== sha512) throw new Error(`Expected ${file} to have SHA-512 ${sha512}, found ${found}: fetch it again.`);
    const folder = join(scratch, name);
    mkdirSync(folder);
    execFileSync("tar", ["-xzf", file, "-C", folder, "--strip-components=1"]);
    return folder;
}

/** One entry for each base picture of the data source, with its name and tags (emojibase) and phrases (emojilib), ordered by key. */
function join3(datasource, emojibase, emojilib) {
    const names = new Map(readJson(emojibase, "en/data.json").map((one) => [sequence(one.hexcode), one]));
    const phrases = new Map(Object.entries(readJson(emojilib, "dist/emoji-en-US.json")).map(([emoji, list]) => [sequenceOf(emoji), list]));
    const images = readJson(datasource, "emoji.json").filter((one) => one.has_img_google && !wrongPictures.has(one.unified)).map((one) => {
        const named = names.get(sequence(one.unified));
        if (!named) throw new Error(`emojibase-data has no name for ${one.unified} (${one.name}).`);
        const bytes = readFileSync(join(datasource, "img/google/64", one.image));
        return {
            key: `${slug(named.label)}.png`,
            captions: [...new Set([named.label, ...(named.tags ?? [])])],
            phrases: phrases.get(sequence(one.unified)) ?? [],
            picture: createHash("sha256").update(bytes).digest("hex"),
            bytes,
        };
    });
    images.sort((a, b) => (a.key < b.key ? -1 : 1));
    const twice = images.find(({ key }, index) => images[index + 1]?.key === key);
    if (twice) throw new Error(`Two images have the key ${twice.key}.`);
    return images;
}

/** Code points without variation selectors, which the three packages do not agree on. */
function sequence(hexcode) {
    return hexcode.split("-").filter((one) => one !== "FE0F").join("-");
}

function sequenceOf(emoji) {
    return sequence([...emoji].map((one) => one.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")).join("-"));
}

/** "flag: Côte d’Ivoire" -> "flag-cote-divoire". */
function slug(label) {
    return label.replace("#", "hash").replace("*", "asterisk").replace("&", "and").normalize("NFKD").replace(/[\p{M}'’]/gu, "")
        .toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");
}

function readJson(folder, path) {
    return JSON.parse(readFileSync(join(folder, path), "utf8"));
}

function writeLines(name, records) {
    writeFileSync(join(output, name), records.map((one) => `${JSON.stringify(one)}\n`).join(""));
}
