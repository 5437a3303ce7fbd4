// Which phrases of emojilib are fit to be held-out queries. The rule, in words, is in assets/emoji/README.md, which build.mjs writes.
import { createHash } from "node:crypto";

// Right answers, but not what anybody should be shown by a demonstration.
const unkind = new Set(["crap", "fisted", "molester", "phallic", "shit", "shitface"]);

/** Words of a phrase: lower case, marks and apostrophes dropped, every other run of non-letters and non-digits parts two words. */
export function words(phrase) {
    return phrase.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/['’]/g, "").split(/[^\p{L}\p{N}]+/u).filter(Boolean);
}

/** Every run of whole words in any of the captions, written without spaces, so that "fishcake" is found in "fish cake with swirl". */
export function wordRuns(captions) {
    const runs = new Set();
    for (const caption of captions) {
        const parts = words(caption);
        for (let first = 0; first < parts.length; first++)
            for (let last = first + 1; last <= parts.length; last++) runs.add(parts.slice(first, last).join(""));
    }
    return runs;
}

/**
 * @param {{key: string, captions: string[], phrases: string[], picture: string}[]} images picture: digest of the image's bytes
 * @returns {{queries: {query: string, image: string}[], dropped: [string, number][]}} dropped: reason and number of phrases, in order
 */
export function heldOut(images) {
    const learned = wordRuns(images.flatMap((image) => image.captions));
    const pictures = new Map();
    for (const { picture } of images) pictures.set(picture, (pictures.get(picture) ?? 0) + 1);

    const owners = new Map(); // phrase without spaces -> { query, images }
    for (const image of images)
        for (const raw of image.phrases) {
            const folded = words(raw).join("");
            const entry = owners.get(folded) ?? { query: raw.replace(/[_\s]+/g, " ").trim().toLowerCase(), images: new Set() };
            owners.set(folded, entry);
            entry.images.add(image);
        }

    const rules = [
        ["learned: the phrase, or its words run together, occurs as a run of whole words in a caption of some image",
            (folded) => learned.has(folded)],
        ["not words: no run of three letters (emoticons, times, two-letter codes), or a letter beside a digit (`u7a7a`, `clock10`)",
            (folded) => !/\p{L}{3}/u.test(folded) || /\p{L}\p{N}|\p{N}\p{L}/u.test(folded)],
        ["ambiguous: emojilib gives the phrase to more than one image (`nation` names 248)", (_, entry) => entry.images.size > 1],
        ["twin picture: another image has the same bytes (the flags of France and Clipperton Island)",
            (_, entry) => pictures.get([...entry.images][0].picture) > 1],
        ["unkind: a few words no demonstration should show", (folded) => unkind.has(folded)],
    ];
    const dropped = rules.map(([reason]) => [reason, 0]);
    const queries = [];
    for (const [folded, entry] of owners) {
        const rule = rules.findIndex(([, applies]) => applies(folded, entry));
        if (rule >= 0) dropped[rule][1]++;
        else queries.push({ query: entry.query, image: [...entry.images][0].key });
    }
    queries.sort((a, b) => (a.query < b.query ? -1 : 1));
    return { queries, dropped, phrases: owners.size };
}

/** Halves by a hash of the phrase, so that a phrase stays on its side whatever else changes. */
export function split({ query }) {
    return createHash("sha256").update(words(query).join("")).digest()[0] % 2 === 0 ? "dev" : "test";
}
