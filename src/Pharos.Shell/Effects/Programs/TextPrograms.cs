namespace Pharos.Shell.Effects.Programs;

/// <summary>Programs that read text and print it changed.</summary>
internal static class TextPrograms
{
    public static void Grep(ParsedArguments arguments, ReadingBuilder reading)
    {
        // With -e or -f every operand is a file; without any file a recursive search starts here.
        var given = arguments.Has("-e") || arguments.Has("-f");
        if (given && arguments.Operands.Count > 0)
        {
            reading.Apply(Role.Read, arguments.Operands[0]);
        }

        if (reading.IsRecursive && arguments.Operands.Count <= (given ? 0 : 1) && reading.Directory is { } here && reading.Command.PipedFrom is null)
        {
            reading.Absolute(EffectKind.Read, here, Certainty.Certain);
        }
    }
}
