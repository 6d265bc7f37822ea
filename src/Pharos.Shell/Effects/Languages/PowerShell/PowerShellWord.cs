namespace Pharos.Shell.Effects.Languages.PowerShell;

/// <summary>A word of a PowerShell command: a parameter's name or a value.</summary>
/// <param name="Name">The parameter without its dash; null for a value.</param>
/// <param name="Value">The value; not known for a parameter.</param>
/// <param name="Written">The parameter as it was written, for programs that read it themselves.</param>
internal sealed record PowerShellWord(string? Name, Code.CodeValue Value, string Written)
{
    /// <summary>For a parameter that every cmdlet has: how many values follow it; -1 for any other.</summary>
    public static int Common(string name) => name.ToLowerInvariant() switch
    {
        "erroraction" or "ea" or "warningaction" or "wa" or "informationaction" or "infa" or "errorvariable" or "ev" or "warningvariable" or "wv" or "outvariable" or "ov" or "outbuffer" or "ob" or "pipelinevariable" or "pv" => 1,
        "verbose" or "vb" or "debug" or "db" or "whatif" or "wi" or "confirm" or "cf" => 0,
        _ => -1,
    };
}
