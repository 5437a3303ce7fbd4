using Eidetic.Server.ApiDocument;

namespace Eidetic.Server.Recalling;

/// <summary>What the OpenAPI document says of recall.</summary>
internal static class RecallDoc
{
    public static ApiDoc Recall { get; } = new("Find images by words, by a picture, or by an image of the memory", typeof(RecallAnswer))
    {
        Body = typeof(RecallRequest),
        BodyExample = """{"query":"two dogs on a beach","top":2,"explain":false,"filter":{"keyPrefix":"holidays/","after":"2024"}}""",
        Form =
        [
            (RecallEndpoints.ImagePart, true, "The picture to ask with."),
            (RecallEndpoints.OptionsPart, false, "The same JSON as in a body, as text; query may stand beside the picture."),
        ],
        AnswerExample =
            """
            {"query":"two dogs on a beach","match":0.83,"noMatch":false,"latencyMs":12.3,"unknownShare":0,
             "hits":[{"rank":1,"image":"holidays/dogs.jpg","probability":0.61,"confidence":0.44,"score":-0.49,"identifier":["c34","r1_14"],"width":640,"height":480,
             "caption":"two dogs run along the water","links":{"self":"/v1/images/holidays%2Fdogs.jpg","file":"/v1/images/holidays%2Fdogs.jpg/file","thumbnail":"/v1/images/holidays%2Fdogs.jpg/thumbnail"}}]}
            """,
        Problems = [404, 413, 415, 422],
    };
}
