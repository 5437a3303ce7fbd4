// The text of assets/emoji/README.md, with the counts of the build that wrote it.

export function readme({ packages, images, dropped, phrases, dev, test }) {
    const captions = images.reduce((sum, one) => sum + one.captions.length, 0);
    const twins = new Map();
    for (const { picture } of images) twins.set(picture, (twins.get(picture) ?? 0) + 1);
    const shared = [...twins.values()].filter((count) => count > 1).reduce((sum, count) => sum + count, 0);
    const imagesAsked = new Set([...dev, ...test].map((one) => one.image)).size;
    const [datasource, emojibase, emojilib] = packages.map(({ name, version }) => `npm \`${name}\` ${version}`);
    return `# The emoji collection

The images that ship with Eidetic, with captions to learn from and questions to ask afterwards. This folder is written by
\`node eng/emoji/build.mjs\` (all but \`NOTICE\` and the Apache text): change that, not these files.

| file | what | from |
|---|---|---|
| \`images.zip\` | ${count(images.length)} pictures, 64x64 PNG with alpha: the base emoji of Noto, no skin-tone variants; stored, not deflated | ${datasource} |
| \`captions.jsonl\` | ${count(captions)} captions: for each image its English name, then its tags, \`{"image":"key","captions":["…"]}\` | ${emojibase} |
| \`queries-dev.jsonl\` | ${count(dev.length)} held-out phrases for tuning, \`{"query":"…","image":"key"}\` | ${emojilib} |
| \`queries-test.jsonl\` | ${count(test.length)} held-out phrases for reporting, same form | ${emojilib} |

A key is the name in lower-case ASCII with hyphens: "flag: Côte d’Ivoire" is \`flag-cote-divoire.png\`. Keys are unique, and every file is
ordered: pictures and captions by key, queries by phrase. ${shared} pictures share their bytes with another (Norway's flag flies on Bouvet
Island); they are different images all the same, told apart by their captions. The flag of Sark is left out: the
package has Saudi Arabia's in its place.

## Which phrases are held out
emojilib gives the ${count(images.length)} images ${count(phrases)} different phrases. Two phrases are the same when their words
are: lower case, accents and apostrophes dropped, underscores and all other punctuation taken for spaces. A phrase is
dropped for the first of these reasons that applies:

| reason | phrases |
|---|---|
${dropped.map(([reason, number]) => `| ${reason} | ${count(number)} |`).join("\n")}

${count(dev.length + test.length)} remain, which ask for ${count(imagesAsked)} images. No query occurs in any caption, not even as a part of
it, and every query has exactly one right answer. Inflections and kin of learned words remain (\`belgian\` for Belgium's flag): whoever
answers must know the language, not the list. Much of emojilib is free association (\`idaho\` for the potato), so expect no
perfect score.

A phrase is in the dev half when the first byte of the SHA-256 of its words, joined without spaces, is even. Tune on dev; report test.

## Licences
See \`NOTICE\`. Pictures: Noto Emoji, Apache License 2.0 (\`LICENSE-Apache-2.0.txt\`), packaged by emoji-data, MIT
(\`LICENSE-emoji-data.txt\`). Names and tags: emojibase-data, MIT (\`LICENSE-emojibase-data.txt\`). Phrases: emojilib, MIT
(\`LICENSE-emojilib.txt\`).
`;
}

function count(number) {
    return number.toLocaleString("en-US");
}
