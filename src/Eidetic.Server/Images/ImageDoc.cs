using Eidetic.Server.ApiDocument;

namespace Eidetic.Server.Images;

/// <summary>What the OpenAPI document says of images.</summary>
internal static class ImageDoc
{
    private const string EntryExample =
        """
        {"image":"holidays/dogs.jpg","width":640,"height":480,"bytes":81234,"sha256":"c1a317d86e4afe33c476a4d6e39e6d43ac021856cda515afcae1b1d45136c30b",
         "caption":"two dogs run along the water","captions":["two dogs run along the water"],"tags":["holidays"],"taken":"2024-07-31","identifier":["c34","r1_14"],
         "links":{"self":"/v1/images/holidays%2Fdogs.jpg","file":"/v1/images/holidays%2Fdogs.jpg/file","thumbnail":"/v1/images/holidays%2Fdogs.jpg/thumbnail"}}
        """;

    public static ApiDoc List { get; } = new("List images, ordered by key", typeof(ImageList))
    {
        Query = [("after", false, "The key after which to begin."), ("limit", true, "How many at most, 1 to 500; 60 where nothing is said."), ("prefix", false, "How the keys begin.")],
    };

    public static ApiDoc Image { get; } = new("What the memory knows about an image", typeof(ImageEntry)) { AnswerExample = EntryExample, Problems = [404] };

    public static ApiDoc File { get; } = new("An image as it was memorized; ranges and If-None-Match are understood", Answer: null) { Media = "image/*", Problems = [404, 416] };

    public static ApiDoc Thumbnail { get; } = new("A small picture of an image", Answer: null)
    {
        Media = "image/*",
        Query = [("size", true, "Longest side in pixels, 1 to 4096; rounded up to one of a few sizes, at most 1024. 256 where nothing is said.")],
        Problems = [404, 422],
    };

    public static ApiDoc Add { get; } = new("Add pictures; they are recalled from now on", typeof(UploadAnswer))
    {
        Status = 201,
        Form = [(UploadEndpoint.FilesPart, true, "A picture; may be given often. The file's name is the image's key."), (UploadEndpoint.CaptionsPart, false, "JSON: an object of lists of captions by file name.")],
        AnswerExample = """{"added":["holidays/dogs.jpg"],"alreadyThere":[],"skipped":[],"images":1911}""",
        Problems = [403, 409, 413, 415, 422],
    };

    public static ApiDoc Remove { get; } = new("Remove an image; it is not recalled any more, and its uploaded file is deleted", typeof(RemovalAnswer))
    {
        AnswerExample = """{"removed":["holidays/dogs.jpg"],"images":1910}""",
        Problems = [403, 404, 409],
    };
}
