using System.Collections.Frozen;

namespace Pharos.Shell.Effects.Programs;

/// <summary>Builds, tests and linters: they run the workspace's own code.</summary>
internal static class BuildPrograms
{
    /// <summary><c>go env -w</c> changes what later builds run and where they fetch from.</summary>
    public static void GoEnvironment(ParsedArguments arguments, ReadingBuilder reading)
    {
        if (reading.Label == "go env" && arguments.Has("-w"))
        {
            reading.Add(EffectKind.Persist, Certainty.Certain, TargetKind.Program, reading.Label + " -w");
        }
    }

    /// <summary>Runners of other commands: some take the words of one, some take whole command lines.</summary>
    public static void Runner(ParsedArguments arguments, ReadingBuilder reading)
    {
        switch (reading.Label)
        {
            case "entr" or "watchexec" or "dotenv" or "cross-env":
                var at = 0;
                while (at < arguments.Operands.Count && arguments.Operands[at].Text.IndexOf('=') > 0)
                {
                    var equals = arguments.Operands[at].Text.IndexOf('=');
                    EnvironmentEffects.Read(arguments.Operands[at].Text[..equals], ParsedArguments.Part(arguments.Operands[at], equals + 1), reading);
                    at++;
                }

                reading.Nested(SpecReader.Rest(arguments.Operands, at), reading.Label, extra: reading.Label == "entr");
                break;
            case "concurrently":
                foreach (var word in arguments.Operands)
                {
                    reading.Script(word, reading.Label);
                }

                break;
        }
    }

    /// <summary>A compiler starts each of its passes through the program that <c>-wrapper</c> names, with the arguments between its commas.</summary>
    public static void Wrapper(ParsedArguments arguments, ReadingBuilder reading)
    {
        if (arguments.Value("-wrapper") is { } wrapper)
        {
            reading.Nested(wrapper.Text.Split(',').Select(word => new ShellWord(word, wrapper.IsKnown, "", false, wrapper.Span)).ToArray(), reading.Label, extra: true);
        }
    }

    /// <summary>What rustc's settings of code generation decide without a program of their own; <c>-C linker=</c> and its kind start one.</summary>
    private static readonly FrozenSet<string> Codegen = FrozenSet.Create(StringComparer.Ordinal, "opt-level", "debuginfo", "target-cpu", "target-feature", "lto", "panic", "codegen-units", "overflow-checks", "strip",
        "debug-assertions", "embed-bitcode", "relocation-model", "code-model", "prefer-dynamic", "rpath", "metadata", "extra-filename", "split-debuginfo", "link-dead-code", "inline-threshold", "soft-float",
        "force-frame-pointers", "force-unwind-tables", "symbol-mangling-version", "instrument-coverage", "save-temps", "control-flow-guard", "remark", "no-redzone", "no-vectorize-loops", "no-vectorize-slp");

    public static void Rustc(ParsedArguments arguments, ReadingBuilder reading)
    {
        foreach (var (option, value) in arguments.Options)
        {
            if (option.Key == "-C" && value is { } word && !(word.IsKnown && Codegen.Contains(word.Text.Split('=')[0])))
            {
                reading.Execute(Certainty.Unknown, reading.Label + " -C " + word.Text);
            }
        }
    }

    public static void Make(ParsedArguments arguments, ReadingBuilder reading)
    {
        var words = reading.Command.Arguments;
        for (var i = 0; i < words.Count && reading.Label is "make" or "gmake"; i++)
        {
            var text = words[i].Text;
            if (text is "-f" or "--file" or "--makefile" && i + 1 < words.Count && words[i + 1].Text == "-" || text is "-f-" or "--file=-" or "--makefile=-")
            {
                reading.HasCode = false;
                reading.RunsStandardInput = true;
            }
        }

        foreach (var word in arguments.Operands)
        {
            var equals = word.Text.IndexOf('=');
            if (equals > 0)
            {
                EnvironmentEffects.Read(word.Text[..equals], ParsedArguments.Part(word, equals + 1), reading);
            }
        }
    }

    public static void Inline(ParsedArguments arguments, ReadingBuilder reading)
    {
        if (arguments.Has("-e") && arguments.Value("-e") is { } code)
        {
            reading.Apply(Role.Code, code);
        }

        if (reading.Label.EndsWith(" exec", StringComparison.Ordinal) || reading.Label is "uv run" or "poetry run" or "pipenv run" or "pdm run" or "hatch run" or "rye run" or "pixi run" or "bundle exec")
        {
            var at = arguments.FirstOperandAt + 1;
            var words = reading.Command.Arguments;
            while (at < words.Count && words[at].Text.StartsWith('-'))
            {
                at++;
            }

            reading.Nested(SpecReader.Rest(words, at), reading.Label);
        }
    }

    public static void Task(ParsedArguments arguments, ReadingBuilder reading)
    {
        if (arguments.Operands.Count > 1 && arguments.Operands[0].Text is "execute" or "exec")
        {
            reading.Nested(SpecReader.Rest(arguments.Operands, 1), "task execute");
            reading.Execute(Certainty.Unknown, "task execute");
        }
    }
}
