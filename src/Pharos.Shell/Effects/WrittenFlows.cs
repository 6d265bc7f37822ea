using System.Collections.Frozen;

namespace Pharos.Shell.Effects;

/// <summary>Finds files that one command writes and a later one runs, by name or because a build tool looks for them: what they hold passed nobody's eyes.</summary>
internal static class WrittenFlows
{
    /// <summary>Files whose content a build tool runs although no command names it.</summary>
    private static readonly FrozenSet<string> Manifests = new[]
    {
        "package.json", "composer.json", "Makefile", "makefile", "GNUmakefile", "pyproject.toml", "setup.py", "setup.cfg", "conftest.py", "tox.ini", "noxfile.py", "Cargo.toml", "build.rs", "build.gradle",
        "build.gradle.kts", "settings.gradle", "pom.xml", "build.xml", "Rakefile", "Gemfile", "Gruntfile.js", "gulpfile.js", "CMakeLists.txt", "meson.build", "SConstruct", "Justfile", "justfile", "Taskfile.yml",
        "Vagrantfile", "Dockerfile", "docker-compose.yml", "compose.yaml", "mix.exs", "build.sbt", "Directory.Build.props", "Directory.Build.targets", "deno.json", ".pre-commit-config.yaml", "jest.config.js",
    }.ToFrozenSet(StringComparer.Ordinal);

    // An archive is rarely deeper than this above the program that is run out of it.
    private const int MaximumDepth = 8;

    /// <summary>True when a script writes and runs anything at all; most do not, and are spared the search.</summary>
    public static bool MayBe(IReadOnlyList<Effect> effects)
    {
        var writes = false;
        foreach (var effect in effects)
        {
            if (writes && effect.Kind == EffectKind.Execute)
            {
                return true;
            }

            writes |= IsContent(effect);
        }

        return false;
    }

    /// <summary>Adds a flow for each file that is written and then run.</summary>
    public static void Find(IReadOnlyList<ShellCommand> commands, IReadOnlyList<Effect> effects, HashSet<Flow> flows)
    {
        var builds = Builds(effects);
        var written = new Dictionary<string, int>(StringComparer.Ordinal);
        var manifest = -1;
        foreach (var effect in effects)
        {
            if (IsContent(effect) && !builds.Contains(effect.Command))
            {
                written.TryAdd(effect.Target, effect.Command);
                if (Manifests.Contains(effect.Target[(effect.Target.LastIndexOf('/') + 1)..]))
                {
                    manifest = effect.Command;
                }
            }
            else if (effect.Kind == EffectKind.Execute && effect.Command >= 0)
            {
                if (effect.TargetKind == TargetKind.Path && Writer(written, effect.Target) is { } from && from != effect.Command)
                {
                    flows.Add(new Flow(FlowKind.WrittenFileRun, effect.Target, commands[effect.Command].Program.Text, from, effect.Command));
                }
                else if (manifest >= 0 && manifest != effect.Command && effect.TargetKind == TargetKind.Program)
                {
                    flows.Add(new Flow(FlowKind.WrittenFileRun, commands[manifest].Program.Text, effect.Target, manifest, effect.Command));
                }
            }
        }
    }

    /// <summary>The command that wrote a file or unpacked into one of the folders it lies in.</summary>
    private static int? Writer(Dictionary<string, int> written, string path)
    {
        for (var depth = 0; depth < MaximumDepth && path.Length > 1; depth++, path = PathText.FolderOf(path))
        {
            if (written.TryGetValue(path, out var command))
            {
                return command;
            }
        }

        return null;
    }

    /// <summary>A change of rights or times writes no content, and is marked reversible.</summary>
    private static bool IsContent(Effect effect) => effect is { Kind: EffectKind.Write, TargetKind: TargetKind.Path, IsReversible: false, Pattern: null };

    /// <summary>The commands that build: what a compiler writes is made of sources that are there already.</summary>
    private static HashSet<int> Builds(IReadOnlyList<Effect> effects)
    {
        var builds = new HashSet<int>();
        foreach (var effect in effects)
        {
            if (effect is { Kind: EffectKind.Execute, TargetKind: TargetKind.Program, Certainty: Certainty.Certain })
            {
                builds.Add(effect.Command);
            }
        }

        return builds;
    }
}
