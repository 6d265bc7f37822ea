namespace Pharos.Shell.Effects.Programs;

/// <summary>
/// HTTPie and its kind: a method, an address and items. The first sign in an item says whether it is a header (<c>a:b</c>), a part of the address
/// (<c>a==b</c>) or what is sent (<c>a=b</c>, <c>a:=1</c>, <c>a@file</c>).
/// </summary>
internal static class HttpItems
{
    private static readonly string[] Looking = ["GET", "HEAD", "OPTIONS"];

    public static void Read(ParsedArguments arguments, ReadingBuilder reading)
    {
        if (arguments.Has("--offline"))
        {
            return;
        }

        var operands = arguments.Operands;
        var address = operands.Count > 1 && IsMethod(operands[0].Text) ? 1 : 0;
        if (address == 1 && !Looking.Contains(operands[0].Text))
        {
            reading.Add(EffectKind.ChangeRemote, Certainty.Certain, TargetKind.Program, reading.Label);
        }

        if (address < operands.Count)
        {
            reading.Apply(Role.Fetch, Address(operands[address]));
        }

        // What is piped in is the body, unless the program is told not to look.
        var sends = !arguments.Has("-I") && (reading.Command.PipedFrom is not null || reading.Command.Redirects.Any(static redirect => redirect.Operator.StartsWith('<')));
        for (var i = address + 1; i < operands.Count; i++)
        {
            sends |= Item(operands[i], reading);
        }

        if (sends)
        {
            reading.Add(EffectKind.Upload, Certainty.Certain, TargetKind.Program, reading.Label);
        }
    }

    private static bool IsMethod(string text) => text.Length > 0 && text.All(char.IsAsciiLetterUpper);

    /// <summary><c>:3000/path</c> is a port of this machine.</summary>
    private static ShellWord Address(ShellWord word) =>
        word.IsKnown && word.Text.StartsWith(':') ? ShellWord.Known("http://localhost" + (word.Text.Length > 1 && char.IsAsciiDigit(word.Text[1]) ? word.Text : word.Text[1..]), word.Span) : word;

    /// <summary>Reads one item; true when it is part of what is sent.</summary>
    private static bool Item(ShellWord word, ReadingBuilder reading)
    {
        if (!word.IsKnown)
        {
            return true;
        }

        var text = word.Text.AsSpan();
        var at = text.IndexOfAny(":=@");
        if (at < 0)
        {
            return false;
        }

        var sign = text[at..];
        var isFile = sign[0] == '@' || sign.StartsWith(":@") || sign.StartsWith("=@") || sign.StartsWith(":=@") || sign.StartsWith("==@");
        if (isFile)
        {
            reading.Path(EffectKind.Read, ParsedArguments.Part(word, word.Text.IndexOf('@', at) + 1));
            return true;
        }

        return sign.StartsWith(":=") || sign[0] == '=' && !sign.StartsWith("==");
    }
}
