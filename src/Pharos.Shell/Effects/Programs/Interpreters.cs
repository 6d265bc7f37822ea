namespace Pharos.Shell.Effects.Programs;

/// <summary>Interpreters: what they run is a file, an argument or standard input.</summary>
internal static class Interpreters
{
    public static void Python(ProgramSpec spec, IReadOnlyList<ShellWord> words, ReadingBuilder reading)
    {
        // -m NAME ends the interpreter's options as a script would; what the module does decides.
        for (var i = 0; i < words.Count; i++)
        {
            if (words[i].Text == "-m" && i + 1 < words.Count)
            {
                reading.HasCode = true;
                ModuleRun(words[i + 1], SpecReader.Rest(words, i + 2), reading);
                return;
            }

            if (!words[i].Text.StartsWith('-') || words[i].Text is "-c" or "-")
            {
                break;
            }
        }

        SpecReader.ReadRow(spec, words, reading);
    }

    public static void Module(ParsedArguments arguments, ReadingBuilder reading)
    {
        if (arguments.Operands.Count > 0 && arguments.Operands[0].Text == "-")
        {
            reading.RunsStandardInput = true;
        }
    }

    private static void ModuleRun(ShellWord module, IReadOnlyList<ShellWord> rest, ReadingBuilder reading)
    {
        reading.Label += " -m " + module.Text;
        switch (module.Text)
        {
            case "http.server" or "SimpleHTTPServer" or "pyftpdlib" or "smtpd":
                reading.Add(EffectKind.Listen, Certainty.Certain, TargetKind.Program, reading.Label);
                reading.Add(EffectKind.Read, Certainty.Certain, TargetKind.Path, reading.Directory ?? ".", false, true);
                break;
            case "json.tool" or "this" or "calendar" or "platform" or "site" or "sysconfig" or "py_compile" or "compileall" or "tokenize" or "dis" or "ast" or "pyclbr" or "tabnanny" or "zipfile" or "tarfile" or "base64" or "uuid" or "inspect":
                foreach (var word in rest)
                {
                    reading.Apply(Role.Guess, word);
                }

                break;
            case "pip" or "pytest" or "black" or "mypy" or "ruff" or "flake8" or "isort" or "pylint" or "coverage" or "tox" or "nox" or "twine" or "poetry" or "uv" or "unittest"
                or "virtualenv" or "pipx" or "pdm" or "hatch" or "bandit" or "pydocstyle" or "pycodestyle" or "pyflakes" or "vulture" or "radon" or "mkdocs" or "pygbag" or "jupyter" or "piptools" or "yapf" or "autopep8":
                reading.Nested([module, .. rest], "python -m");
                break;
            case "venv":
                foreach (var word in rest.Where(static word => !word.Text.StartsWith('-')))
                {
                    reading.Apply(Role.Write, word);
                }

                break;
            case "timeit":
                foreach (var word in rest.Where(static word => !word.Text.StartsWith('-')))
                {
                    reading.Apply(Role.Code, word);
                }

                break;
            case "pdb" or "cProfile" or "profile" or "trace" when rest.Count > 0 && !rest[0].Text.StartsWith('-'):
                reading.Execute(rest[0]);
                break;
            default:
                reading.Execute(Certainty.Certain);
                break;
        }
    }

    public static void Shell(ProgramSpec spec, IReadOnlyList<ShellWord> words, ReadingBuilder reading)
    {
        var command = false;
        for (var i = 0; i < words.Count; i++)
        {
            var text = words[i].Text;
            if (text is "-o" or "+o" or "-O" or "+O" or "--rcfile" or "--init-file")
            {
                i++;
                if (text.StartsWith("--", StringComparison.Ordinal) && i < words.Count)
                {
                    reading.Execute(words[i]);
                    reading.HasCode = false;
                }
            }
            else if (text == "-" && !command)
            {
                break;
            }
            else if (text.Length > 1 && text[0] is '-' or '+' && words[i].IsKnown)
            {
                if (text == "--version" || text == "--help")
                {
                    reading.HasCode = true;
                    return;
                }

                command |= text[0] == '-' && text[1] != '-' && text.Contains('c', StringComparison.Ordinal) || text == "--command";
                if (text.Length > 1 && text[1] != '-' && text.Contains('s', StringComparison.Ordinal) && !command)
                {
                    break;
                }
            }
            else if (command)
            {
                reading.Script(words[i], reading.Label + " -c", SpecReader.Rest(words, i + 1));
                return;
            }
            else
            {
                reading.HasCode = true;
                reading.Execute(words[i]);
                return;
            }
        }

        reading.RunsStandardInput = true;
    }
}
