using System.Text;
using System.Text.Json;
using Pharos.Cli.Mcp.Proxy;

namespace Pharos.Cli.Tests.Mcp.Proxy;

public sealed class FramingTests
{
    [Fact]
    public async Task However_a_stream_is_cut_the_same_lines_come_out()
    {
        var random = new Random(20261122);
        for (var round = 0; round < 300; round++)
        {
            var lines = Enumerable.Range(0, random.Next(1, 12)).Select(_ => new string('x', random.Next(1, 40_000 >> random.Next(16)) + 1)).ToList();
            var bytes = Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + (random.Next(2) == 0 ? "\n" : "\r\n"))) + "without end");
            var reader = new MessageLines(new CutStream(bytes, random), 1_000_000);
            foreach (var line in lines)
            {
                Encoding.UTF8.GetString((await reader.ReadAsync(default)).ShouldNotBeNull().Bytes!).ShouldBe(line);
            }

            (await reader.ReadAsync(default)).ShouldBeNull();
        }
    }

    [Fact]
    public async Task A_line_that_is_too_long_is_read_past_and_its_id_told_however_it_is_cut()
    {
        var random = new Random(7);
        for (var round = 0; round < 200; round++)
        {
            var id = random.Next(2) == 0 ? $"{random.Next(100_000)}" : JsonSerializer.Serialize($"\"q{random.Next(1000)}\\");
            var text = JsonSerializer.Serialize(new string('y', random.Next(3_000, 60_000)) + "\"id\":5}{[");
            var line = random.Next(2) == 0
                ? $$$"""{"jsonrpc":"2.0","id":{{{id}}},"result":{"id":1,"text":{{{text}}} } }"""
                : $$$"""{"result":{"id":[1,{"id":2}],"text":{{{text}}} }, "id" : {{{id}}} }""";
            var reader = new MessageLines(new CutStream(Encoding.UTF8.GetBytes(line + "\n{}\n"), random), 2_000);
            var skipped = (await reader.ReadAsync(default)).ShouldNotBeNull();
            skipped.Bytes.ShouldBeNull();
            skipped.Id.ShouldBe(id);
            Encoding.UTF8.GetString((await reader.ReadAsync(default)).ShouldNotBeNull().Bytes!).ShouldBe("{}");
        }
    }

    [Fact]
    public void Whatever_a_line_holds_reading_it_ends_in_messages_or_a_refusal()
    {
        var random = new Random(42);
        var seeds = new[]
        {
            """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"a","arguments":{"x":[1,2.5e3,"\u00e9\ud83d\ude00"]}}}""",
            """[{"jsonrpc":"2.0","id":"a","result":{}},{"jsonrpc":"2.0","method":"notifications/x"}]""",
            """{"jsonrpc":"2.0","id":null,"error":{"code":-1,"message":"\""}}""",
        };
        for (var round = 0; round < 20_000; round++)
        {
            var bytes = Encoding.UTF8.GetBytes(seeds[random.Next(seeds.Length)]);
            for (var change = random.Next(1, 6); change > 0; change--)
            {
                bytes[random.Next(bytes.Length)] = random.Next(3) == 0 ? (byte)random.Next(256) : (byte)"{}[]\":,\\ue0n"[random.Next(12)];
            }

            if (JsonRpcMessage.Read(bytes) is JsonRpcReading.Messages read)
            {
                // What was read is read by others in the same way: every message that goes on says once what it is.
                read.All.ShouldAllBe(message => message.IsResponse || message.Method != null);
            }
        }
    }

    private sealed class CutStream(byte[] bytes, Random random) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => base.ReadAsync(buffer[..Math.Min(buffer.Length, random.Next(1, 700))], cancellationToken);
    }
}
