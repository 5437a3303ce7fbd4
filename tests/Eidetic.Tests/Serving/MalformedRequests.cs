using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Eidetic.Data;
using Eidetic.Tests.Memories;

namespace Eidetic.Tests.Serving;

/// <summary>Requests that are wrong, of many kinds, each varied by a number.</summary>
internal static class MalformedRequests
{
    /// <summary>The kinds; each makes a request from a number.</summary>
    public static IReadOnlyDictionary<string, Func<int, HttpRequestMessage>> Kinds { get; } = new Dictionary<string, Func<int, HttpRequestMessage>>(StringComparer.Ordinal)
    {
        ["nothing there"] = i => new(HttpMethod.Get, $"/v{i}/nothing"),
        ["no such image"] = i => new(HttpMethod.Get, $"/v1/images/nobody-{i}.png"),
        ["a path that leads out"] = i => new(HttpMethod.Get, $"/v1/images/{string.Concat(Enumerable.Repeat("..%2F", i + 1))}etc%2Fpasswd/file"),
        ["no such job"] = i => new(HttpMethod.Get, $"/v1/jobs/{i + 1000}{(i % 2 == 0 ? "/events" : "")}"),
        ["a method that is not taken"] = i => new(new HttpMethod(i % 2 == 0 ? "PUT" : "BREW"), i % 3 == 0 ? "/v1/recall" : "/v1/memory"),
        ["a limit out of range"] = i => new(HttpMethod.Get, $"/v1/images?limit={(i % 2 == 0 ? "-" : "9999")}{i}"),
        ["a limit that is no number"] = i => new(HttpMethod.Get, $"/v1/images?limit=x{i}"),
        ["a size out of range"] = i => new(HttpMethod.Get, $"/v1/images/red-disc.png/thumbnail?size={(i % 2 == 0 ? "-" : "99999999999")}{i}"),
        ["a value given twice"] = i => new(HttpMethod.Get, $"/v1/images?after=a{i}&after=b"),
        ["no body"] = i => new(HttpMethod.Post, i % 2 == 0 ? "/v1/recall" : "/v1/jobs"),
        ["another media type"] = i => Post("/v1/recall", """{"query":"a"}""", i % 2 == 0 ? "text/plain" : "application/xml"),
        ["another character set"] = i => Post("/v1/recall", """{"query":"a"}""", "application/json", charset: i % 2 == 0 ? "utf-16" : "latin1"),
        ["no JSON"] = i => Post("/v1/recall", "{" + new string('x', i)),
        ["JSON that is cut off"] = i => Post("/v1/recall", """{"query":"two dogs on a beach"}"""[..(i % 28 + 1)]),
        ["JSON of another kind"] = i => Post("/v1/recall", (i % 5) switch { 0 => "null", 1 => "[]", 2 => "7", 3 => "\"text\"", _ => "true" }),
        ["JSON too deep"] = i => Post("/v1/recall", """{"filter":""" + new string('[', 20 + i) + new string(']', 20 + i) + "}"),
        ["an unknown name"] = i => Post("/v1/recall", $$"""{"query":"a","colour{{i}}":1}"""),
        ["a name given twice"] = i => Post("/v1/recall", $$"""{"query":"a{{i}}","query":"b"}"""),
        ["a value of another kind"] = i => Post("/v1/recall", (i % 4) switch { 0 => """{"query":5}""", 1 => """{"query":"a","top":"ten"}""", 2 => """{"query":"a","explain":"yes"}""", _ => """{"query":"a","filter":[]}""" }),
        ["text that is no Unicode"] = i => Post("/v1/recall", $$"""{"query":"\ud800{{i}}"}"""),
        ["bytes that are no UTF-8"] = i => Bytes("/v1/recall", [.. "{\"query\":\""u8, 0xC3, 0x28, (byte)i, .. "\"}"u8]),
        ["nothing asked"] = i => Post("/v1/recall", i % 2 == 0 ? "{}" : """{"queries":[]}"""),
        ["null asked"] = i => Post("/v1/recall", i % 2 == 0 ? """{"query":null}""" : """{"queries":[null]}"""),
        ["an empty query"] = i => Post("/v1/recall", $$"""{"query":"{{new string(' ', i)}}"}"""),
        ["a query too long"] = i => Post("/v1/recall", $$"""{"query":"{{new string('a', 1001 + i)}}"}"""),
        ["too many queries"] = i => Post("/v1/recall", $$"""{"queries":[{{string.Join(',', Enumerable.Repeat("\"a\"", 257 + i))}}]}"""),
        ["two ways at once"] = i => Post("/v1/recall", $$"""{"query":"a","like":"red-disc.png","top":{{i + 1}}}"""),
        ["like nobody"] = i => Post("/v1/recall", $$"""{"like":"nobody{{i}}.png"}"""),
        ["hits out of range"] = i => Post("/v1/recall", $$"""{"query":"a","top":{{(i % 2 == 0 ? -i : 1001 + i)}}}"""),
        ["beams out of range"] = i => Post("/v1/recall", $$"""{"query":"a","top":10,"beams":{{i % 10}}}"""),
        ["a number too large"] = i => Post("/v1/recall", $$"""{"query":"a","top":99999999999{{i}}}"""),
        ["a probability out of range"] = i => Post("/v1/recall", $$"""{"query":"a","minProbability":{{i + 2}}}"""),
        ["an unknown order"] = i => Post("/v1/recall", $$"""{"query":"a","rerank":"order{{i}}"}"""),
        ["no date"] = i => Post("/v1/recall", $$$"""{"query":"a","filter":{"after":"{{{i}}}th of May"}}"""),
        ["dates in the wrong order"] = i => Post("/v1/recall", $$$"""{"query":"a","filter":{"after":"2025","before":"{{{1900 + i}}}"}}"""),
        ["empty tags"] = i => Post("/v1/recall", $$$"""{"query":"a","filter":{"tags":["{{{new string(' ', i)}}}"]}}"""),
        ["unknown keys"] = i => Post("/v1/recall", $$$"""{"query":"a","filter":{"keys":["nobody-{{{i}}}.png"]}}"""),
        ["no such kind of job"] = i => Post("/v1/jobs", $$"""{"kind":"dance-{{i}}"}"""),
        ["a job without its queries"] = i => Post("/v1/jobs", $$"""{"kind":"evaluate","beams":{{i}}}"""),
        ["a job about nobody"] = i => Post("/v1/jobs", $$"""{"kind":"evaluate","queries":[{"query":"a","image":"nobody-{{i}}.png"}]}"""),
        ["a form without files"] = i => Form("/v1/images", form => form.Add(new StringContent($"{{}}{i}"), "captions")),
        ["a form that is cut off"] = i => Bytes("/v1/images", Encoding.ASCII.GetBytes("--b\r\nContent-Disposition: form-data; name=\"files\"; filename=\"a.png\"\r\n\r\n" + new string('x', i)), "multipart/form-data; boundary=b"),
        ["a form without its boundary"] = i => Bytes("/v1/images", new byte[i + 1], "multipart/form-data"),
        ["a file that is no picture"] = i => Form("/v1/images", form => form.Add(new ByteArrayContent(new byte[i]), "files", "a.png")),
        ["a picture that is cut off"] = i => Form("/v1/recall", form => form.Add(new ByteArrayContent(ImageWriter.EncodePng(Pictures.Draw("red-disc"))[..(20 + i)]), "image", "a.png")),
        ["a file name that leads out"] = i => Form("/v1/images", form => form.Add(new ByteArrayContent([1]), "files", string.Concat(Enumerable.Repeat("../", i + 1)) + "a.png")),
        ["a file of another kind"] = i => Form("/v1/images", form => form.Add(new ByteArrayContent([1]), "files", $"a{i}.svg")),
        ["a part of another name"] = i => Form("/v1/recall", form => form.Add(new ByteArrayContent([1]), $"picture{i}", "a.png")),
        ["options that are no JSON"] = i => Form("/v1/recall", form =>
        {
            form.Add(new ByteArrayContent(ImageWriter.EncodePng(Pictures.Draw("red-disc"))), "image", "a.png");
            form.Add(new StringContent(new string('[', i + 1)), "options");
        }),
        ["a page of another site"] = i =>
        {
            var request = Post("/v1/recall", """{"query":"a"}""");
            request.Headers.Add("Origin", $"https://site-{i}.example");
            return request;
        },
        ["a range that is not there"] = i =>
        {
            var request = new HttpRequestMessage(HttpMethod.Get, "/v1/images/red-disc.png/file");
            request.Headers.Range = new RangeHeaderValue(10_000_000 + i, null);
            return request;
        },
        ["another name of the machine"] = i =>
        {
            var request = new HttpRequestMessage(HttpMethod.Get, "/v1/memory");
            request.Headers.Host = $"host-{i}.example";
            return request;
        },
    };

    private static HttpRequestMessage Post(string path, string body, string media = "application/json", string charset = "utf-8") => new(HttpMethod.Post, path)
    {
        Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) { Headers = { ContentType = new MediaTypeHeaderValue(media, charset) } },
    };

    private static HttpRequestMessage Bytes(string path, byte[] body, string media = "application/json")
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(body) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", media);
        return request;
    }

    private static HttpRequestMessage Form(string path, Action<MultipartFormDataContent> fill)
    {
        var form = new MultipartFormDataContent();
        fill(form);
        return new HttpRequestMessage(HttpMethod.Post, path) { Content = form };
    }
}
