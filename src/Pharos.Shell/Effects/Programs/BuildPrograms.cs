namespace Pharos.Shell.Effects.Programs;

/// <summary>Builds, tests and linters: they run the workspace's own code.</summary>
internal static class BuildPrograms
{
    private const string Common = "-C|--directory=folder --cwd=folder --prefix=folder --manifest-path=list -f|--file=script -p=none -o|--output=write --config=none";

    private static readonly ProgramEntry[] Packages =
    [
        new("test t build run run-script lint check fmt format clippy start dev watch bench doc docs clean restore pack compile typecheck vet tool tree list ls outdated ll show version info metadata why fix script turbo help dist verify validate package generate mod env fmt-check "
            + "workspaces workspace lock licenses inspect report pm completion init new create set rebuild dedupe prune explain repl view la root bin config cache store search sln reference nuget msbuild", "none*", "", "exec") { Traits = Traits.Harmless },
        new("ci audit", "none*", "", "exec install") { Traits = Traits.Harmless },
        new("install i add get update up upgrade sync remove uninstall rm un require self global x dlx exec npx link unlink tool-install patch", "none*", "--registry=url --index-url=url", "install exec? net") { Traits = Traits.Harmless },
        new("publish login logout token owner yank unpublish deprecate dist-tag access org team profile adduser whoami push", "none*", "", "net remote upload") { Traits = Traits.Harmless },
        new("*", "none*", "", "exec") { Traits = Traits.Harmless },
        new("", "", "", "exec?"),
    ];

    public static readonly IReadOnlyList<ProgramEntry> Rows =
    [
        new("make gmake just rake ninja meson bazel bazelisk buck scons invoke nox tox task mage ant waf xmake premake earthly gulp grunt nx lerna turbo turborepo moon pants", "none*", Common + " --eval=code -j?none -k -n -B -s -e -W=none -I=list -l=none -q -t -w -i -d --*", "exec") { After = Make },
        new("cargo dotnet go npm yarn pnpm bun deno composer bundle poetry pipenv pdm uv hatch rye pixi flutter dart stack cabal mix rebar3 swift zig gradle gradlew mvn mvnw sbt lein clj clojure elm gleam dub nimble shards crystal opam dune spago ng nest expo react-native cordova ionic pio platformio arduino-cli rails artisan symfony vagrant quarkus", "", Common)
            { Traits = Traits.Harmless, Subcommands = Packages, After = Inline },
        new("pytest py.test unittest jest vitest mocha ava karma playwright cypress rspec minitest phpunit pest ctest nosetests tap bats gotestsum nunit-console behave cucumber protractor tsx tsnd coverage nyc c8 stryker locust robot", "none*", Common, "exec") { Traits = Traits.Harmless },
        new("ruff mypy pyright flake8 pylint bandit pyflakes pycodestyle pydocstyle vulture radon eslint tslint stylelint standard xo biome tsc swc esbuild rollup webpack vite parcel next nuxt svelte-kit astro remix gatsby babel postcss sass less-css golangci-lint staticcheck revive gosec shellcheck hadolint yamllint jsonlint markdownlint markdownlint-cli2 rubocop reek phpstan psalm phpcs phpcbf php-cs-fixer phpmd checkstyle spotbugs detekt swiftlint clang-tidy cppcheck cpplint actionlint tflint checkov ktfmt luacheck hlint credo dialyzer terrascan commitizen cz semgrep sonar-scanner trivy grype syft snyk gitleaks trufflehog depcheck knip madge size-limit djlint sqlfluff ty pyre oxlint dprint",
            "guess*", Common, "exec write?") { Traits = Traits.Harmless },
        new("gcc g++ cc c++ clang clang++ ld lld as rustc javac kotlinc scalac ghc ocamlopt ocamlc nasm yasm gfortran tcc nvcc emcc csc mcs fpc dmd ldc2 valac swiftc gnatmake libtool strip objcopy ranlib c99 c89 windres protoc flex bison yacc lex thrift flatc m4 cpp", "convert*", "-o=write -wrapper=shell -B=list -plugin=library -fplugin*!exec?? -Xlinker=none --plugin=library -I=list -L=list -l=none -D=none -x=none -specs*!exec?? -include=read", "exec write") { Traits = Traits.Harmless | Traits.SingleDash },
        new("cmake configure autoconf automake autoreconf aclocal qmake conan vcpkg pkg-config pkgconf meson-setup bjam", "none*", "-P=script -E!exec? -S=list -B=list -G=none -D=none -C=script", "exec write~") { Traits = Traits.Harmless },
        new("java kotlin scala groovy jshell jbang", "script none*", "-jar=script -cp|-classpath|--class-path=list -e=code -javaagent*!exec?? -X* -D* -agentlib*!exec??", "exec") { Traits = Traits.SingleDash | Traits.StopAtOperand },
        new("jmap jstack jps jcmd jstat javap jdeps jconsole jlink javadoc rustdoc godoc sphinx-build mkdocs doxygen jekyll hugo hexo typedoc jsdoc pdoc gofmt-check dlv rr valgrind hyperfine", "guess*", "", "exec?") { Traits = Traits.Harmless },
        new("npx pnpx bunx yarnx uvx pipx corepack", "none*", "-c|--call=shell -p|--package=package", "exec install net") { Traits = Traits.StopAtOperand | Traits.Harmless },
        new("nodemon ts-node concurrently npm-run-all run-s run-p pm2 forever cross-env dotenv foreman honcho overmind entr watchexec cargo-watch supervisor", "none*", "-c=shell -e=code -x=shell --exec=shell", "exec") { Traits = Traits.StopAtOperand | Traits.Harmless },
    ];

    private static void Make(ParsedArguments arguments, ReadingBuilder reading)
    {
        foreach (var word in arguments.Operands)
        {
            var equals = word.Text.IndexOf('=');
            if (equals > 0)
            {
                EnvironmentEffects.Read(word.Text[..equals], ParsedArguments.Part(word, equals + 1), reading);
            }
        }
    }

    private static void Inline(ParsedArguments arguments, ReadingBuilder reading)
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
}
