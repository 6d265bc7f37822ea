using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;
using Pharos.Events;
using Pharos.Server.Events;

namespace Pharos.Server.Tests.Events;

public sealed class StreamTextTests
{
    private static readonly string[] Spaces = ["", " ", "\n", "\r\n", "\r", "\t", "\n\n"];
    private static readonly string[] Scraps = ["type", "agent", "after", "ticket", "=", "&", "%", "%0", "-1", "0", "9223372036854775807", "9223372036854775808", "ü", "\0", "correlation", "+", ""];

    [Fact]
    public void However_a_payload_is_broken_into_lines_the_same_json_comes_out_on_one()
    {
        var random = new Random(11);
        for (var i = 0; i < 500; i++)
        {
            var payload = Value(random, 4);
            var line = StreamText.Write(Record(payload), "<"u8, ">"u8, 0, static (bytes, _) => Encoding.UTF8.GetString(bytes));
            line.ShouldStartWith("<{");
            line.ShouldEndWith("}>");
            line.ShouldNotContain('\n');
            line.ShouldNotContain('\r');
            JsonNode.DeepEquals(JsonNode.Parse(line[1..^1])!["payload"], JsonNode.Parse(payload)).ShouldBeTrue(payload);
        }
    }

    [Fact]
    public void A_large_event_leaves_the_next_one_as_it_is()
    {
        var small = Write("{\"a\":1}");
        Write($"\"{new string('x', 2_000_000)}\"").Length.ShouldBeGreaterThan(2_000_000);
        Write("{\"a\":1}").ShouldBe(small);
    }

    [Fact]
    public void Whatever_is_asked_for_is_a_request_or_a_problem()
    {
        var random = new Random(5);
        for (var i = 0; i < 5000; i++)
        {
            var context = new DefaultHttpContext();
            var query = string.Concat(Enumerable.Range(0, random.Next(8)).Select(_ => Scraps[random.Next(Scraps.Length)]));
            context.Features.Set<IQueryFeature>(new QueryFeature(new QueryCollection(Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery($"?{query}"))));
            context.Request.Headers["Last-Event-ID"] = random.Next(3) == 0 ? Scraps[random.Next(Scraps.Length)] : StringValues.Empty;
            var (request, problem) = StreamRequest.Read(context.Request);
            (request is null).ShouldBe(problem is not null, query);
            request?.After?.Value.ShouldBeGreaterThanOrEqualTo(0, query);
        }
    }

    private static string Write(string payload) => StreamText.Write(Record(payload), ""u8, ""u8, 0, static (bytes, _) => Encoding.UTF8.GetString(bytes));

    private static string Value(Random random, int depth)
    {
        string Space() => Spaces[random.Next(Spaces.Length)];
        var value = random.Next(depth == 0 ? 4 : 6) switch
        {
            0 => "null",
            1 => "-12.5e3",
            2 => JsonSerializer.Serialize("a\nb\r\n\"\\ ü \u2028"),
            3 => "\"\\n\\r\"",
            4 => $"[{Space()}{string.Join(",", Enumerable.Range(0, random.Next(4)).Select(_ => Value(random, depth - 1)))}]",
            _ => $"{{{Space()}{string.Join(",", Enumerable.Range(0, random.Next(4)).Select(n => $"{Space()}\"k{n}\"{Space()}:{Value(random, depth - 1)}"))}}}",
        };
        return Space() + value + Space();
    }

    private static EventRecord Record(string payload) => new()
    {
        Position = new Position(7),
        Stream = new StreamId("tests", Guid.Empty),
        Version = 1,
        Id = default,
        Type = "test.happened",
        Schema = 1,
        At = DateTimeOffset.UnixEpoch,
        Actor = new Actor(ActorKind.System, "test"),
        Payload = Encoding.UTF8.GetBytes(payload),
        Leaf = default,
        Hash = default,
    };
}
