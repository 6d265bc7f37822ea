using System.IO.Compression;
using System.Text.Json;
using Pharos.Proposals;

namespace Pharos.Tests.Gate;

/// <summary>Attack lines by other ways in than the shell.</summary>
public sealed class ContentCorporaTests(ITestOutputHelper output)
{
    [Fact]
    public void What_the_gate_keeps_from_the_shell_it_keeps_from_scripts_and_tools()
    {
        var lines = Attacks(Corpora.FileOrSkip("commands.jsonl.gz")).ToList();
        var kept = lines.Where(line => ShippedGate.Decide("Bash", ShippedGate.Input(("command", line))).Decision != Decision.Allow).ToList();
        var written = kept.Where(line => ShippedGate.Decide("Write", ShippedGate.Input(("file_path", "/workspace/x.sh"), ("content", $"#!/bin/bash\n{line}\n"))).Decision == Decision.Allow).ToList();
        var called = kept.Where(line => ShippedGate.Decide("mcp__x__run", ShippedGate.Input(("command", line))).Decision == Decision.Allow).ToList();
        output.WriteLine($"{lines.Count} lines, {kept.Count} not allowed in a shell; of these allowed in a script {written.Count}, by a tool {called.Count}\n{string.Join("\n---\n", written)}");
        kept.Count.ShouldBeGreaterThan(lines.Count / 2);
        written.Count.ShouldBeLessThanOrEqualTo(kept.Count / 100);
        called.ShouldBeEmpty();
    }

    private static IEnumerable<string> Attacks(string path)
    {
        using var stream = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            using var document = JsonDocument.Parse(line);
            if (document.RootElement.GetProperty("source").GetString() is "atomic-red-team" or "gtfobins" && document.RootElement.GetProperty("label").GetString() is "malicious" or "abuse")
            {
                yield return document.RootElement.GetProperty("command").GetString()!;
            }
        }
    }
}
