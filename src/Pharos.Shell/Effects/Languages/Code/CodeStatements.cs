namespace Pharos.Shell.Effects.Languages.Code;

/// <summary>Statements that are not expressions: what they bring in or define. Each is called after its keyword.</summary>
internal static class CodeStatements
{
    public static bool Python(CodeReader reader, string keyword)
    {
        switch (keyword)
        {
            case "import":
                do
                {
                    if (reader.TakePath() is not { } module)
                    {
                        return true;
                    }

                    var value = reader.Import(module);
                    if (reader.TakeIf("as") && reader.TakePath() is { } alias)
                    {
                        reader.Bind(alias, value);
                    }
                }
                while (reader.TakeIf(","));
                return true;
            case "from":
                var relative = false;
                while (reader.TakeIf(".") || reader.TakeIf("...") || reader.TakeIf(".."))
                {
                    relative = true;
                }

                FromImport(reader, (relative ? "./" : "") + (reader.TakePath() ?? ""));
                return true;
            case "def" or "class":
                if (reader.TakePath() is { } name)
                {
                    reader.Define(name);
                }

                return true;
            default:
                return false;
        }
    }

    public static bool Node(CodeReader reader, string keyword)
    {
        if (keyword is "class" && reader.TakePath() is { } type)
        {
            reader.Define(type);
            return true;
        }

        if (keyword is not ("const" or "let" or "var") || !reader.TakeIf("{"))
        {
            return false;
        }

        var names = new List<(string Name, string Alias)>();
        while (reader.Peek().Kind != CodeTokenKind.End && !reader.TakeIf("}"))
        {
            if (reader.TakePath() is { } name)
            {
                names.Add((name, reader.TakeIf(":") && reader.TakePath() is { } alias ? alias : name));
            }
            else
            {
                reader.Skip();
            }
        }

        if (reader.TakeIf("="))
        {
            var value = reader.Expression();
            foreach (var (name, alias) in names)
            {
                if (value.Kind is CodeValueKind.Name or CodeValueKind.Made)
                {
                    reader.Bind(alias, value with { Text = value.Text + "." + name });
                }
            }
        }

        return true;
    }

    public static bool Perl(CodeReader reader, string keyword)
    {
        switch (keyword)
        {
            case "use":
                if (reader.TakePath() is { } module && module is not ['v', >= '0' and <= '9', ..])
                {
                    reader.Import(module);
                }

                return true;
            case "sub":
                if (reader.TakePath() is { } name)
                {
                    reader.Define(name);
                    reader.Define("&" + name);
                }

                return true;
            case "do" when reader.Peek().Kind is CodeTokenKind.Text or CodeTokenKind.Name:
                reader.RunFile(reader.Expression());
                return true;
            default:
                return keyword is "no" or "package" && reader.TakePath() is not null;
        }
    }

    public static bool Ruby(CodeReader reader, string keyword)
    {
        if (keyword is "def" or "class" or "module" && reader.TakePath() is { } name)
        {
            reader.Define(name);
            reader.Define(name[(name.LastIndexOf('.') + 1)..]);
            return true;
        }

        return false;
    }

    public static bool Php(CodeReader reader, string keyword)
    {
        switch (keyword)
        {
            case "include" or "include_once" or "require" or "require_once":
                reader.RunFile(reader.Expression());
                return true;
            case "function" when reader.Peek().Kind == CodeTokenKind.Name:
                reader.Define(reader.TakePath()!);
                return true;
            default:
                return keyword is "use" or "namespace" && reader.TakePath() is not null;
        }
    }

    public static bool Lua(CodeReader reader, string keyword)
    {
        if (keyword == "function" && reader.TakePath() is { } name)
        {
            reader.Define(name);
            return true;
        }

        return false;
    }

    private static void FromImport(CodeReader reader, string module)
    {
        if (!reader.TakeIf("import"))
        {
            return;
        }

        reader.Import(module);
        reader.TakeIf("(");
        do
        {
            if (reader.TakePath() is not { } name)
            {
                reader.TakeIf("*");
                break;
            }

            var alias = reader.TakeIf("as") ? reader.TakePath() ?? name : name;
            reader.Bind(alias, CodeValue.Named(module + "." + name));
        }
        while (reader.TakeIf(","));
        reader.TakeIf(")");
    }
}
