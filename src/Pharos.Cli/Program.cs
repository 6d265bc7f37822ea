using System.Text;
using Pharos.Cli;

// Written in blocks and flushed by whoever needs it seen at once: a line at a time makes a batch of 20,000 decisions twice as slow.
await using var output = new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false), 64 * 1024);
try
{
    var code = await CommandLine.RunAsync(args, output, Console.Error, CancellationToken.None);
    await output.FlushAsync();
    return code;
}
catch (IOException) when (Console.IsOutputRedirected)
{
    // The reader went away (pharos log query | head). Nobody is left to tell.
    Environment.Exit(1);
    return 1;
}
