namespace Pharos.Shell.Effects;

/// <summary>What a command's redirections do.</summary>
internal static class RedirectEffects
{
    public static void Read(ShellCommand command, ReadingBuilder reading)
    {
        // A redirection belongs to the shell: folders that the program changes to (git -C) do not move it.
        var directory = reading.Directory;
        reading.Directory = command.WorkingDirectory;
        var recursive = reading.IsRecursive;
        reading.IsRecursive = false;
        foreach (var redirect in command.Redirects)
        {
            One(redirect, reading);
        }

        reading.Directory = directory;
        reading.IsRecursive = recursive;
    }

    private static void One(ShellRedirect redirect, ReadingBuilder reading)
    {
        var target = redirect.Target;
        switch (redirect.Operator)
        {
            case "<<" or "<<-" or "<<<":
                if (reading.RunsStandardInput && redirect.Descriptor == 0)
                {
                    InputCode(target, reading);
                }

                return;
            case ">&" or "<&" when IsDescriptor(target.Text):
                return;
        }

        if (target.Text.StartsWith("/dev/tcp/", StringComparison.Ordinal) || target.Text.StartsWith("/dev/udp/", StringComparison.Ordinal))
        {
            reading.Add(EffectKind.Network, ReadingBuilder.Known(target), TargetKind.Host, target.Text[9..]);
            var both = redirect.Operator is "<>";
            if (both || redirect.Operator is "<" or "<&")
            {
                reading.Add(EffectKind.Download, ReadingBuilder.Known(target), TargetKind.Host, target.Text[9..]);
            }

            if (both || redirect.Operator is not ("<" or "<&"))
            {
                reading.Add(EffectKind.Upload, ReadingBuilder.Known(target), TargetKind.Host, target.Text[9..]);
            }

            return;
        }

        switch (redirect.Operator)
        {
            case "<":
                if (reading.RunsStandardInput && redirect.Descriptor == 0)
                {
                    reading.HasCode = true;
                    reading.Execute(target);
                }
                else
                {
                    reading.Path(EffectKind.Read, target);
                }

                break;
            case "<>":
                reading.Path(EffectKind.Read, target);
                reading.Path(EffectKind.Write, target);
                break;
            default:
                reading.Path(EffectKind.Write, target);
                break;
        }
    }

    private static void InputCode(ShellWord body, ReadingBuilder reading)
    {
        if (CodeScanner.IsShell(reading.Label))
        {
            reading.Script(body, "standard input of " + reading.Label);
        }
        else
        {
            reading.HasCode = true;
            CodeScanner.Scan(reading.Label, body, reading);
        }
    }

    private static bool IsDescriptor(string text) => text == "-" || (text.Length > 0 && text.TrimEnd('-').All(char.IsAsciiDigit));
}
