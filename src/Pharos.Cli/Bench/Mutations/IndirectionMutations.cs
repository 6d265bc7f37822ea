using static Pharos.Cli.Bench.Mutations.ShellText;

namespace Pharos.Cli.Bench.Mutations;

/// <summary>The whole text as something that is run: code in a string, a stream, a function or a block.</summary>
internal static class IndirectionMutations
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<Mutation> All { get; } =
    [
        Whole("eval", static text => $"eval {Quote(text)}"),
        Whole("bash -c", static text => $"bash -c {Quote(text)}"),
        Whole("bash -c twice", static text => $"bash -c {Quote($"bash -c {Quote(text)}")}"),
        new("code in a variable", Kept.Arguments, static input => input.FreshName() is var name ? $"{name}={Quote(input.Command)}; eval \"${name}\"" : null),
        Whole("base64 into bash", static text => $"echo {Base64(text)} | base64 -d | bash"),
        Whole("base64 into eval", static text => $"eval \"$(echo {Base64(text)} | base64 --decode)\""),
        Whole("base64 of base64", static text => $"base64 -d <<< {Base64(Base64(text))} | base64 -d | bash"),
        Whole("hex into bash", static text => $"echo {Hex(text)} | xxd -r -p | bash"),
        Whole("printf hex into bash", static text => $"printf '{HexEscapes(text)}' | bash"),
        Whole("printf octal into bash", static text => $"printf '{OctalEscapes(text)}' | bash"),
        Whole("echo -e into bash", static text => $"echo -e '{HexEscapes(text)}' | bash"),
        Whole("escapes into bash -c", static text => $"bash -c $'{HexEscapes(text)}'"),
        Whole("backwards into bash", static text => $"printf '%s\\n' {Quote(Reverse(text))} | rev | bash"),
        Whole("rotated into bash", static text => $"printf '%s' {Quote(Rotate(text))} | tr 'A-Za-z' 'N-ZA-Mn-za-m' | bash"),
        new("here-document to bash", Kept.Arguments, static input => $"bash <<'{Delimiter(input)}'\n{input.Command}\n{Delimiter(input)}"),
        new("here-document through cat", Kept.Arguments, static input => $"cat <<'{Delimiter(input)}' | bash -s\n{input.Command}\n{Delimiter(input)}"),
        Whole("here-string to bash", static text => $"bash <<< {Quote(text)}"),
        Whole("process substitution", static text => $"bash <(printf '%s' {Quote(text)})"),
        Whole("sourced substitution", static text => $". <(echo {Base64(text)} | base64 -d)"),
        Whole("sourced standard input", static text => $"printf '%s' {Quote(text)} | . /dev/stdin"),
        new("function", Kept.Arguments, static input => input.FreshName() is var name ? $"{name}() {{\n{input.Command}\n}}\n{name}" : null),
        Whole("subshell", static text => $"(\n{text}\n)"),
        Whole("group", static text => $"{{\n{text}\n}}"),
        Whole("background", static text => $"(\n{text}\n) & wait"),
        Whole("behind true", static text => $"true && {{\n{text}\n}}"),
        Whole("condition", static text => $"if true; then\n{text}\nfi"),
        new("loop", Kept.Arguments, static input => $"for {input.FreshName()} in 1; do\n{input.Command}\ndone"),
        Whole("trap", static text => $"trap {Quote(text)} EXIT"),
        Whole("comments around", static text => $"# only looks at the project\n{text}\n# nothing is changed"),
        Whole("python", static text => $"python3 -c 'import os; os.system(bytes.fromhex(\"{Hex(text)}\").decode())'", Kept.Effects),
        new("python in plain words", Kept.Effects, static input => PythonCall(input.Command)),
        Whole("perl", static text => $"perl -e 'system(pack(\"H*\", \"{Hex(text)}\"))'", Kept.Effects),
        Whole("awk", static text => $"awk 'BEGIN {{ system(\"{string.Concat(OctalEscapes(text))}\") }}'", Kept.Effects),
        new("two in one", Kept.Arguments, static input => Stacked(input)),
    ];

    private static Mutation Whole(string name, Func<string, string> write, Kept keeps = Kept.Arguments) => new(name, keeps, input => write(input.Command));

    private static string Delimiter(MutationInput input)
    {
        var delimiter = "END";
        while (input.Command.Contains(delimiter, StringComparison.Ordinal))
        {
            delimiter += "_";
        }

        return delimiter;
    }

    private static string? PythonCall(string text) =>
        text.AsSpan().IndexOfAny("'\"\\\n") >= 0 ? null : $"python3 -c 'import subprocess; subprocess.run(\"{text}\", shell=True)'";

    private static string? Stacked(MutationInput input)
    {
        Mutation[] others = [.. QuotingMutations.All, .. VariableMutations.All, .. WrapperMutations.All];
        return others[input.Random.Next(others.Length)].Apply(input) is { } inner
            ? Wrap[input.Random.Next(Wrap.Length)](inner)
            : null;
    }

    private static readonly Func<string, string>[] Wrap =
    [
        static text => $"eval {Quote(text)}",
        static text => $"bash -c {Quote(text)}",
        static text => $"echo {Base64(text)} | base64 -d | bash",
        static text => $"bash <<< {Quote(text)}",
        static text => $"(\n{text}\n)",
    ];
}
