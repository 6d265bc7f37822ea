using Pharos.Shell.Syntax;

namespace Pharos.Shell.Expand;

/// <summary>
/// Finds what a loop's body may change, because its second round starts from what the first one left. Looks at the text only, once, so nested loops stay cheap.
/// </summary>
internal sealed class AssignedNames
{
    private readonly HashSet<string> _names = [];
    private bool _all;
    private bool _directory;
    private bool _functions;

    /// <summary>Makes a state forget what the statements may change.</summary>
    public static void Forget(ShellState state, params ReadOnlySpan<StatementNode?> statements)
    {
        var assigned = new AssignedNames();
        foreach (var statement in statements)
        {
            assigned.Visit(statement);
        }

        if (assigned._all)
        {
            state.ForgetVariables();
            state.Positional = null;
        }

        if (assigned._functions || assigned._all)
        {
            state.DoubtFunction(null);
        }

        if (assigned._directory || assigned._all)
        {
            state.WorkingDirectory = null;
            state.DirectoryAfterFailure = null;
        }

        foreach (var name in assigned._names)
        {
            state.Set(name, ShellValue.Unknown);
        }
    }

    private void Visit(StatementNode? node)
    {
        switch (node)
        {
            case ListNode list:
                foreach (var item in list.Items)
                {
                    Visit(item.Statement);
                }

                break;
            case AndOrNode andOr:
                Visit(andOr.First);
                foreach (var item in andOr.Rest)
                {
                    Visit(item.Statement);
                }

                break;
            case PipelineNode pipeline:
                foreach (var stage in pipeline.Stages)
                {
                    Visit(stage);
                }

                break;
            case GroupNode { IsSubshell: false } group:
                Visit(group.Body);
                break;
            case IfNode branches:
                foreach (var branch in branches.Branches)
                {
                    Visit(branch.Condition);
                    Visit(branch.Body);
                }

                Visit(branches.Otherwise);
                break;
            case WhileNode loop:
                Visit(loop.Condition);
                Visit(loop.Body);
                break;
            case ForNode loop:
                _names.Add(loop.Variable);
                Visit(loop.Body);
                break;
            case ArithmeticForNode loop:
                Arithmetic(loop.Expression);
                Visit(loop.Body);
                break;
            case ArithmeticNode arithmetic:
                Arithmetic(arithmetic.Expression);
                break;
            case CaseNode cases:
                foreach (var clause in cases.Clauses)
                {
                    Visit(clause.Body);
                }

                break;
            case SimpleNode simple:
                Simple(simple);
                break;
        }
    }

    private void Arithmetic(WordNode expression)
    {
        foreach (var part in expression.Parts)
        {
            if (part is LiteralPart literal)
            {
                foreach (var name in literal.Text.Split(" \t\n=+-*/%<>()[],;?:&|^!~".ToCharArray(), StringSplitOptions.RemoveEmptyEntries))
                {
                    _names.Add(name);
                }
            }
        }
    }

    private void Simple(SimpleNode simple)
    {
        foreach (var assignment in simple.Assignments)
        {
            _names.Add(assignment.Name);
        }

        foreach (var assignment in simple.Declarations)
        {
            _names.Add(assignment.Name);
        }

        foreach (var word in simple.Words)
        {
            foreach (var part in word.Parts)
            {
                if (part is ParameterPart { Operator: "=" or ":=" } parameter)
                {
                    _names.Add(parameter.Name);
                }
                else if (part is ArithmeticPart arithmetic)
                {
                    Arithmetic(arithmetic.Expression);
                }
            }
        }

        if (simple.Words.Count == 0)
        {
            return;
        }

        switch (simple.Words[0].Literal)
        {
            case null or "eval" or "source" or "." or "set" or "shift" or "command" or "builtin":
                _all = true;
                break;
            case "cd" or "pushd" or "popd":
                _directory = true;
                break;
            case "read" or "mapfile" or "readarray" or "getopts" or "printf" or "unset" or "let" or "declare" or "typeset" or "local" or "export" or "readonly" or "wait":
                _functions |= simple.Words[0].Literal == "unset";
                Arguments(simple);
                break;
        }
    }

    private void Arguments(SimpleNode simple)
    {
        foreach (var word in simple.Words)
        {
            if (word.Literal is not { } text)
            {
                _all |= simple.Words[0].Literal is not "printf";
                continue;
            }

            var end = 0;
            while (end < text.Length && ShellCharacters.IsName(text[end]))
            {
                end++;
            }

            if (end > 0)
            {
                _names.Add(text[..end]);
            }
        }
    }
}
