using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pharos.Events;
using Pharos.Events.Blobs;

namespace Pharos.Tests.Events.Blobs;

public sealed class PayloadPartsTests
{
    private static readonly string Large = new('x', PayloadParts.LargestInline + 1);

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"command\":\"echo $blob_dir\",\"n\":1.50}")]
    [InlineData("\"text\"")]
    public void A_payload_without_anything_large_keeps_its_bytes(string json)
    {
        var payload = Encoding.UTF8.GetBytes(json);
        var parted = PayloadParts.Split(payload);
        parted.Bytes.ToArray().ShouldBe(payload);
        (parted.Schema, parted.Parts.Count).ShouldBe((PayloadParts.WholeSchema, 0));
    }

    [Fact]
    public void A_string_of_16_KiB_stays_and_one_byte_more_goes()
    {
        PayloadParts.Split(Bytes(new { a = Large[1..] })).Parts.ShouldBeEmpty();
        var parted = PayloadParts.Split(Bytes(new { a = Large }));
        parted.Schema.ShouldBe(PayloadParts.PartedSchema);
        parted.Parts.ShouldHaveSingleItem().Content.ToArray().ShouldBe(Encoding.UTF8.GetBytes(Large));
        Encoding.UTF8.GetString(parted.Bytes.Span).ShouldBe($"{{\"a\":{{\"$blob\":\"sha256:{Digest.Of(Encoding.UTF8.GetBytes(Large))}\",\"bytes\":{Large.Length}}}}}");
    }

    [Fact]
    public void The_size_is_counted_in_bytes_of_UTF_8_and_not_in_escapes()
    {
        // Each of these letters has six characters as an escape and two bytes as itself.
        PayloadParts.Split(Bytes(new { a = new string('é', PayloadParts.LargestInline / 2) })).Parts.ShouldBeEmpty();
        PayloadParts.Split(Bytes(new { a = new string('é', (PayloadParts.LargestInline / 2) + 1) })).Parts.ShouldHaveSingleItem();
    }

    [Fact]
    public void One_text_that_stands_twice_is_one_part() => PayloadParts.Split(Bytes(new { a = Large, b = new[] { Large } })).Parts.ShouldHaveSingleItem();

    [Fact]
    public void No_more_parts_than_an_event_may_name_and_the_rest_stays()
    {
        var payload = Bytes(Enumerable.Range(0, EventLimits.BlobsPerEvent + 5).Select(i => Large + i).ToArray());
        var parted = PayloadParts.Split(payload);
        parted.Parts.Count.ShouldBe(EventLimits.BlobsPerEvent);
        Joined(parted).ShouldBe(Encoding.UTF8.GetString(payload));
    }

    [Theory]
    [InlineData("{\"$blob\":\"sha256:{0}\",\"bytes\":5}")]
    [InlineData("{\"\\u0024blob\":\"sha256:{0}\",\"bytes\":5}")]
    [InlineData("{\"$b\\u006cob\":\"sha256:{0}\",\"bytes\":5}")]
    [InlineData("{\"$$blob\":\"sha256:{0}\",\"bytes\":5}")]
    [InlineData("{\"a\":[{\"$blob\":{\"$blob\":\"sha256:{0}\",\"bytes\":5}}]}")]
    public void What_only_looks_like_a_reference_is_never_taken_for_one(string proposed)
    {
        var json = proposed.Replace("{0}", Digest.Of("other"u8).ToString(), StringComparison.Ordinal);
        var parted = PayloadParts.Split(Encoding.UTF8.GetBytes(json));
        parted.Schema.ShouldBe(PayloadParts.PartedSchema);
        PayloadParts.References(parted.Bytes.Span).ShouldBeEmpty();
        var joined = PayloadParts.Join(parted.Bytes, _ => throw new InvalidOperationException("Nothing refers to a blob."));
        JsonNode.DeepEquals(JsonNode.Parse(joined.Span), JsonNode.Parse(json)).ShouldBeTrue(Encoding.UTF8.GetString(joined.Span));
    }

    [Fact]
    public async Task What_is_stored_comes_back_from_the_store()
    {
        await using var store = new InMemoryEventStore(TimeProvider.System);
        var payload = Bytes(new { content = Large, path = "/srv/a" });
        var parted = await PayloadParts.StoreAsync(payload, store.Blobs, TestContext.Current.CancellationToken);
        (await PayloadParts.LoadAsync(parted.Bytes, store.Blobs, TestContext.Current.CancellationToken)).ToArray().ShouldBe(payload);
    }

    [Fact]
    public async Task A_part_that_is_missing_is_said_and_not_left_out()
    {
        await using var store = new InMemoryEventStore(TimeProvider.System);
        var parted = PayloadParts.Split(Bytes(new { content = Large }));
        (await Should.ThrowAsync<EventLogUnavailableException>(async () => await PayloadParts.LoadAsync(parted.Bytes, store.Blobs, TestContext.Current.CancellationToken))).Code.ShouldBe("blob.missing");
    }

    [Fact]
    public void A_payload_cannot_multiply_a_blob_without_end()
    {
        var content = new byte[32 * 1024 * 1024];
        content.AsSpan().Fill((byte)'x');
        var reference = $"{{\"$blob\":\"sha256:{Digest.Of(content)}\",\"bytes\":{content.Length}}}";
        var payload = Encoding.UTF8.GetBytes($"[{string.Join(',', Enumerable.Repeat(reference, 20))}]");
        Should.Throw<EventLogUnavailableException>(() => PayloadParts.Join(payload, _ => content)).Code.ShouldBe("blob.too-large");
    }

    [Fact]
    public void Any_document_comes_back_the_same()
    {
        var random = new Random(20261121);
        for (var i = 0; i < 300; i++)
        {
            var payload = JsonSerializer.SerializeToUtf8Bytes(Document(random, 4));
            var parted = PayloadParts.Split(payload);
            PayloadParts.References(parted.Bytes.Span).Count.ShouldBe(parted.Schema == PayloadParts.WholeSchema ? 0 : parted.Parts.Count);
            Joined(parted).ShouldBe(Encoding.UTF8.GetString(payload));
        }
    }

    private static string Joined(PartedPayload parted)
    {
        var parts = parted.Parts.ToDictionary(part => part.Digest, part => part.Content);
        return Encoding.UTF8.GetString((parted.Schema == PayloadParts.WholeSchema ? parted.Bytes : PayloadParts.Join(parted.Bytes, digest => parts[digest])).Span);
    }

    private static JsonNode? Document(Random random, int depth)
    {
        string[] names = ["$blob", "$$blob", "$$$blob", "bytes", "a", "$", "blob", "\u0024blob ", "é"];
        switch (random.Next(depth == 0 ? 4 : 6))
        {
            case 0:
                return null;
            case 1:
                return random.Next(1000) / 8.0;
            case 2:
                return $"sha256:{Digest.Of([(byte)random.Next(3)])}";
            case 3:
                return random.Next(6) == 0 ? new string((char)('a' + random.Next(3)), 17_000) : "text \"quoted\" ü \u2028";
            case 4:
                return new JsonArray([.. Enumerable.Range(0, random.Next(4)).Select(_ => Document(random, depth - 1))]);
            default:
                var map = new JsonObject();
                foreach (var name in names.Where(_ => random.Next(3) == 0))
                {
                    map[name] = Document(random, depth - 1);
                }

                return map;
        }
    }

    private static byte[] Bytes<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value);
}
