using System.Collections.Concurrent;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;

namespace Pharos.Shell.Tests.Differential;

/// <summary>
/// Runs scripts with the real bash where they can do no harm: a root of their own in memory with a few tools and nothing else, no network, their own processes, and limits on time,
/// memory and file sizes. What bash executes is taken from its trace. Traces are kept by content in the folder for temporary files.
/// </summary>
internal static class Jail
{
    private const int Parallel = 2;

    /// <summary>Builds the root, moves into it, and cuts the way back before anything of a script is read.</summary>
    private const string Build = """
        set -e
        mount -t tmpfs -o mode=755 tmpfs "$1"
        cd "$1"
        mkdir -p bin dev proc tmp workspace home/dev trace etc old
        for program in bash cat ls mkdir touch rm mv cp ln sort head tail wc tr sed grep env seq basename dirname chmod sleep tac rev cut uniq od date expr umount; do
          path=$(type -P "$program") || continue
          cp -L "$path" bin/
          for library in $(ldd "$path" | grep -o '/[^ ]*'); do
            [ -e ".$library" ] || { mkdir -p ".${library%/*}"; cp -L "$library" ".$library"; }
          done
        done
        ln -s bash bin/sh
        ln -s /proc/self/fd dev/fd
        : > dev/null
        printf '%s\n' root:x:0:0::/root:/bin/bash dev:x:0:0::/home/dev:/bin/bash > etc/passwd
        mount -t proc proc proc
        mount --bind /dev/null dev/null
        for folder in tmp workspace home/dev trace; do mount -t tmpfs tmpfs "$folder"; done
        pivot_root . old
        cd /
        bin/umount -l /old
        exec /bin/bash --norc -c "$2"
        """;

    /// <summary>Reads scripts that end in NUL, and prints the trace of each with a NUL behind it.</summary>
    private const string Serve = """
        PATH=/bin
        exec 7<> <(:)
        while IFS= read -r -d '' script; do
          trace=/trace/$((number++))
          cd /workspace
          env -i PATH=/bin HOME=/home/dev USER=dev LOGNAME=dev PWD=/workspace SH=bash TMP=/tmp LC_ALL=C.UTF-8 BASH_XTRACEFD=9 \
            bash --norc -c 'ulimit -t 2 -v 800000 -f 4000; exec bash --norc -c "$0"' "PS4=\$'\1+\2'; set -x"$'\n'"$script" 9>> "$trace" > /dev/null 2>&1 < /dev/null 7<&- &
          case=$!
          { read -r -t 3 -u 7; kill -9 $case; } 2>/dev/null &
          watchdog=$!
          wait $case 2>/dev/null
          kill $watchdog 2>/dev/null
          wait $watchdog 2>/dev/null
          cat "$trace"
          printf '\0'
          rm -rf "$trace" /workspace/* /workspace/.[!.]* /tmp/* /home/dev/*
        done
        """;

    private static readonly Lock Gate = new();

    private static readonly Lazy<bool> Works = new(() => File.Exists("/usr/bin/unshare") && File.Exists("/bin/bash") && Ask(["echo a"]) is [var trace] && trace.Contains("echo a", StringComparison.Ordinal));

    private static string Memory => Path.Combine(Path.GetTempPath(), "pharos-bash-traces");

    /// <summary>Skips the test where no such root can be made.</summary>
    public static void Require() => Assert.SkipUnless(Works.Value, "this machine lets nobody make a namespace without network, so bash is not run");

    /// <summary>The trace of each script.</summary>
    public static IReadOnlyList<string> Run(IReadOnlyList<string> scripts)
    {
        lock (Gate)
        {
            Directory.CreateDirectory(Memory);
            var paths = scripts.Select(script => Path.Combine(Memory, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Serve + script)).AsSpan(0, 12)))).ToList();
            var missing = paths.Zip(scripts).Where(pair => !File.Exists(pair.First)).DistinctBy(pair => pair.First).ToArray();
            if (missing.Length > 0)
            {
                var chunks = missing.Chunk((missing.Length + Parallel - 1) / Parallel).ToArray();
                foreach (var (chunk, traces) in chunks.Zip(chunks.AsParallel().AsOrdered().Select(chunk => Ask([.. chunk.Select(pair => pair.Second)]))))
                {
                    foreach (var (pair, trace) in chunk.Zip(traces))
                    {
                        File.WriteAllText(pair.First, trace);
                    }
                }
            }

            return paths.ConvertAll(File.ReadAllText);
        }
    }

    private static List<string> Ask(string[] scripts)
    {
        var root = Directory.CreateTempSubdirectory("pharos-jail-").FullName;
        try
        {
            var start = new ProcessStartInfo("/usr/bin/unshare") { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
            foreach (var argument in (string[])["-rnmpif", "/bin/bash", "--norc", "-c", Build, "build", root, Serve])
            {
                start.ArgumentList.Add(argument);
            }

            using var process = Process.Start(start)!;
            var errors = new ConcurrentQueue<string?>();
            process.ErrorDataReceived += (_, line) => errors.Enqueue(line.Data);
            process.BeginErrorReadLine();
            var input = process.StandardInput.BaseStream;
            var writing = new Thread(() => Write(input, scripts));
            writing.Start();
            var answers = process.StandardOutput.ReadToEnd().Split('\0')[..^1];
            process.WaitForExit();
            writing.Join();
            return answers.Length == scripts.Length ? [.. answers] : throw new InvalidDataException($"The jail answered {answers.Length} of {scripts.Length} scripts: {string.Join(' ', errors)}");
        }
        finally
        {
            Directory.Delete(root);
        }
    }

    private static void Write(Stream stream, string[] scripts)
    {
        try
        {
            using (stream)
            {
                foreach (var script in scripts)
                {
                    stream.Write(Encoding.UTF8.GetBytes(script.Replace("\0", "", StringComparison.Ordinal)));
                    stream.WriteByte(0);
                }
            }
        }
        catch (IOException)
        {
            // The jail could not be built; the count of its answers says so.
        }
    }
}
