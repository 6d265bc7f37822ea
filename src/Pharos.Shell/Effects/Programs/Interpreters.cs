namespace Pharos.Shell.Effects.Programs;

/// <summary>Interpreters: what they run is a file, an argument or standard input.</summary>
internal static class Interpreters
{
    public static readonly IReadOnlyList<ProgramEntry> Rows =
    [
        new("sh bash dash zsh ksh mksh ash rbash yash posh fish") { Raw = Shell },
        new("python pypy ipython", "script none*", "-c=code -m=none -W=none -X=none -R -P -u -O -B -E -s -S -I -i -q -v -b -d -x -V --version -h") { Traits = Traits.StopAtOperand | Traits.RunsInput, After = Module, Raw = Python },
        new("node nodejs", "script none*", "-e|--eval=code -p|--print=code -r|--require=library --import=library --loader=library -c|--check -v -i --test!exec --watch --inspect*!listen -h --max-old-space-size=none --env-file=read --no-* --experimental-* --trace-* --enable-*") { Traits = Traits.StopAtOperand | Traits.RunsInput },
        new("perl", "script none*", "-e|-E=code -n -p -l?none -a -w -i?none!inplace -M=none -m=none -I=list -F?none -0?none -s -t -T -c -C?none -x -d!exec? -D?none -W -X -S -V -v -u -U -h -f -g --version -0* ") { Traits = Traits.StopAtOperand | Traits.RunsInput, After = InPlace },
        new("ruby", "script none*", "-e=code -n -p -l -a -w -i?none!inplace -r=none -I=list -F=none -0 -s -c -C=folder -x -d -W?none -v -h -S -U -K=none --version --yjit") { Traits = Traits.StopAtOperand | Traits.RunsInput, After = InPlace },
        new("php", "script none*", "-r=code -f=script -B=code -R=code -E=code -F=script -S=host!listen -t=list -d=none!exec? -c=read -z=library -l -i -m -v -a -w -s -n -q -h --ini --rf|--rfunction=none --version --info --modules --interactive --server=host!listen --syntax-check --run=code --file=script --docroot=list") { Traits = Traits.StopAtOperand | Traits.RunsInput },
        new("lua luajit texlua", "script none*", "-e=code -l=none -i -v -E -W") { Traits = Traits.StopAtOperand | Traits.RunsInput },
        new("Rscript R julia octave", "script none*", "-e|--eval|-E=code -f|--file=script --no-save --vanilla --slave --quiet -q --version") { Traits = Traits.StopAtOperand | Traits.RunsInput },
        new("tclsh wish expect guile racket elixir erl iex scheme sbcl clisp gforth raku pwsh powershell cmd irb rails-console jrunscript jjs gimp octave-cli swipl gnuplot easyrlg dc bc gawkx cobc pry escript m4x run-mailcap ed-script nawkx cpan pip-exec", "script none*", "-c|-e|-eval|--eval|-Command=code", "exec??") { Traits = Traits.StopAtOperand | Traits.RunsInput | Traits.Harmless },
        new("jupyter streamlit gunicorn uvicorn flask django-admin fastapi celery hypercorn waitress-serve daphne http-server serve live-server browser-sync json-server caddy nginx apachectl httpd", "guess*", OptionTables.Letters + "--host=host!listen --port=none --bind=host!listen --reload --workers=none --app=none --debug --config=script -c=script --listen!listen --cors --ssl --certfile=key --keyfile=key --ssl-certfile=key --ssl-keyfile=key --single --watch=list --server --proxy=host --files=none --open=none --no-browser --ip=host!listen --notebook-dir=list --to=none --execute --output=write --log-ip --password=none --username=none --directory=list --root=list --call --unix-socket=list --cert=key --key=key --cache=none --log-level=none --wsgi --interface=none --loop=none --http=none --factory --test --version --gzip --robots --silent --static=list --routes=read --delay=none --id=none", "exec listen?"),
    ];

    private static readonly ProgramSpec PythonSpec = new(Rows[1] with { Raw = null });

    private static void Python(IReadOnlyList<ShellWord> words, ReadingBuilder reading)
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

        SpecReader.Read(PythonSpec, words, reading);
    }

    private static void Module(ParsedArguments arguments, ReadingBuilder reading)
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
            case "json.tool" or "this" or "calendar" or "platform" or "site" or "sysconfig" or "py_compile" or "compileall" or "tokenize" or "dis" or "ast" or "timeit":
                foreach (var word in rest)
                {
                    reading.Apply(Role.Guess, word);
                }

                break;
            case "pip" or "pytest" or "black" or "mypy" or "ruff" or "flake8" or "isort" or "pylint" or "coverage" or "tox" or "nox" or "twine" or "poetry" or "uv" or "unittest":
                reading.Nested([module, .. rest], "python -m");
                break;
            default:
                reading.Execute(Certainty.Certain);
                break;
        }
    }

    private static void InPlace(ParsedArguments arguments, ReadingBuilder reading)
    {
        foreach (var operand in reading.HasCode ? arguments.Operands : [])
        {
            reading.Apply(arguments.Has("-i") ? Role.Edit : Role.Guess, operand);
        }

        foreach (var (option, value) in arguments.Options)
        {
            if (option.Key is "-M" or "-m" or "-r" && value is { } module && module.Text is not ("strict" or "warnings" or "json" or "List::Util" or "POSIX" or "Data::Dumper" or "JSON::PP" or "MIME::Base64" or "date" or "time" or "set" or "csv" or "yaml"))
            {
                reading.Execute(Certainty.Unknown, reading.Label + " " + option.Key + module.Text);
            }
        }
    }

    private static void Shell(IReadOnlyList<ShellWord> words, ReadingBuilder reading)
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
