namespace Pharos.Shell.Effects.Programs;

/// <summary>Packers and unpackers.</summary>
internal static class ArchivePrograms
{
    public static void Cpio(ParsedArguments arguments, ReadingBuilder reading)
    {
        // An archive named host:file is reached by a remote shell, whose command may be given beside it.
        foreach (var (option, value) in arguments.Options)
        {
            if (option.Key is "-F" or "-O" or "-I" && value is { } archive && archive.Text.IndexOf(':') > 0)
            {
                reading.Execute(Certainty.Certain, "cpio remote shell");
            }
        }
    }

    public static void Tar(ParsedArguments arguments, ReadingBuilder reading)
    {
        foreach (var (option, value) in arguments.Options)
        {
            if (option.Key == "--checkpoint-action" && value is { } action && action.Text.StartsWith("exec=", StringComparison.Ordinal))
            {
                reading.Script(ParsedArguments.Part(action, 5), "tar checkpoint");
            }
        }

        var writes = arguments.Has("-c") || arguments.Has("-r") || arguments.Has("-u");
        if (arguments.Value("-f") is { } remote && IsRemote(remote.Text) && !arguments.Has("--force-local"))
        {
            reading.Apply(writes ? Role.RemoteTarget : Role.RemoteSource, remote);
        }
        else if (arguments.Value("-f") is { } archive && writes)
        {
            var home = reading.Directory;
            reading.Directory = reading.Command.WorkingDirectory;
            reading.Path(EffectKind.Write, archive);
            reading.Directory = home;
        }

        if (arguments.Has("-c"))
        {
            reading.IsRecursive = true;
            foreach (var operand in arguments.Operands)
            {
                reading.Apply(Role.Read, operand);
            }
        }
    }

    // "host:file" is on another machine, reached by a remote shell; a colon behind a slash belongs to the file's name.
    private static bool IsRemote(string archive) => archive.IndexOf(':') is > 0 and var colon && archive.IndexOf('/') is var slash && (slash < 0 || colon < slash);
}
