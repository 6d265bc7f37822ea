namespace Pharos.Rego.Builtins.Templates;

/// <summary>A part of a template.</summary>
internal abstract record TemplateNode
{
    private TemplateNode()
    {
    }

    internal sealed record Text(string Content) : TemplateNode;

    internal sealed record Print(TemplatePipe Pipe) : TemplateNode;

    internal sealed record If(TemplatePipe Pipe, TemplateNode[] Then, TemplateNode[] Else) : TemplateNode;

    internal sealed record With(TemplatePipe Pipe, TemplateNode[] Then, TemplateNode[] Else) : TemplateNode;

    internal sealed record Range(TemplatePipe Pipe, TemplateNode[] Body, TemplateNode[] Else) : TemplateNode;

    internal sealed record Call(string Name, TemplatePipe? Pipe) : TemplateNode;

    internal sealed record Leave(bool Continues) : TemplateNode;
}

/// <summary>Commands of which each takes the value before it as its last argument; the last value may be given to variables.</summary>
internal sealed record TemplatePipe(string[] Variables, bool Declares, TemplateOperand[][] Commands);

/// <summary>An operand of a command, with the fields taken of it.</summary>
internal abstract record TemplateOperand
{
    private TemplateOperand()
    {
    }

    internal sealed record Constant(object? Value) : TemplateOperand;

    internal sealed record Dot : TemplateOperand;

    internal sealed record Variable(string Name) : TemplateOperand;

    internal sealed record Function(string Name) : TemplateOperand;

    internal sealed record Pipe(TemplatePipe Inner) : TemplateOperand;

    internal sealed record Fields(TemplateOperand Of, string[] Names) : TemplateOperand;
}
