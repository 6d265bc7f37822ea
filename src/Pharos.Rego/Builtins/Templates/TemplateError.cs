namespace Pharos.Rego.Builtins.Templates;

/// <summary>Why a template cannot be read or rendered; the builtin turns it into its error.</summary>
internal sealed class TemplateError : Exception
{
    internal TemplateError(string message)
        : base(message)
    {
    }
}
