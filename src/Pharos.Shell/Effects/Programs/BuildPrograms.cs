namespace Pharos.Shell.Effects.Programs;

/// <summary>Builds, tests and linters: they run the workspace's own code.</summary>
internal static class BuildPrograms
{
    private const string Common = OptionTables.Letters + OptionTables.Build + "-C|--directory=folder --cwd=folder --prefix=folder --manifest-path=list -f|--file=script -p=none -o|--output=write --out-dir|--outDir|--outdir|--outFile|--outfile|--output-file|--output-path|--out=write -c|--config|--config-file|--rcfile=script -Z=none!exec?? --plugin|--parser|--require|-r|--import|--rulesdir|--setup-files|--preset|--presets=library";

    private const string GoOptions = "-exec|-toolexec|-vettool|-fixtool=shell -o=write -modfile|-overlay=script -ldflags=none!exec? -gcflags=none -asmflags=none -gccgoflags=none!exec?? -race -msan -asan -cover -covermode=none -coverpkg=none -coverprofile=write -cpuprofile=write -memprofile=write "
        + "-blockprofile=write -mutexprofile=write -trace=write -outputdir=write -v -x -n -a -p=none -work -tags=none -trimpath -mod=none -modcacherw -buildmode=none -buildvcs=none -compiler=none -installsuffix=none -linkshared -pkgdir=write -run=none -skip=none -bench=none -benchmem -benchtime=none "
        + "-count=none -cpu=none -failfast -json -list=none -parallel=none -short -shuffle=none -timeout=none -vet=none -fuzz=none -fuzztime=none -c -i -f=none -m -u -d -t -e -deps -test -find -export -versions -retracted -compiled -all -src -cmd -w=none!write? -changed -cache -testcache -modcache -fuzzcache -r -go=none -compat=none -diff -h -pgo=read -C=folder -s -fix -l -html=read -func=read";

    /// <summary>For package tools a setting given on the command line can name a compiler, a wrapper or a registry.</summary>
    private const string PackageOptions = Common + " --config=none!exec?? --script-shell=program --node-options=none!exec?? --userconfig=read!exec?? --globalconfig=read!exec?? --target-dir=write --define=none!exec?";

    private static readonly ProgramEntry[] Packages =
    [
        new("test t build run run-script lint check fmt format clippy start dev watch bench doc docs clean restore pack compile typecheck vet tool tree list ls outdated ll show version info metadata why fix script turbo help dist verify validate package generate mod env fmt-check "
            + "workspaces workspace lock licenses inspect report pm completion init new create set rebuild dedupe prune explain repl view la root bin config cache store search sln reference nuget msbuild", "none*", PackageOptions, "exec"),
        new("ci audit", "none*", PackageOptions, "exec install"),
        new("install i add get update up upgrade sync remove uninstall rm un require self global x dlx exec npx link unlink tool-install patch", "none*", PackageOptions + " -c|--call=shell", "install exec? net"),
        new("publish login logout token owner yank unpublish deprecate dist-tag access org team profile adduser whoami push", "none*", PackageOptions, "net remote upload"),
        new("*", "none*", PackageOptions, "exec"),
        new("", "", "", "exec?"),
    ];

    public static readonly IReadOnlyList<ProgramEntry> Rows =
    [
        new("make gmake just rake ninja meson bazel bazelisk buck scons invoke nox tox mage ant waf xmake premake earthly gulp grunt nx lerna turbo turborepo moon pants", "none*", Common + " --eval=code -j?none -k -n -B -s -e -W=none -I=list -l=none -q -t -w -i -d --makefile=script --always-make --keep-going --jobs?none --touch --question --print-data-base --include-dir=list --shell=program --command=shell --set --list --summary --choose --buildfile=script -buildfile=script --execute=code --rakefile=script --tasks --session --noconfig", "exec") { After = Make },
        new("go", "", "-C=folder")
        {
            Subcommands =
            [
                new("build install run test vet list generate fix", "none*", GoOptions, "exec") { Traits = Traits.SingleDash | Traits.StopAtOperand },
                new("fmt doc env version clean help mod tool work bug telemetry", "none*", GoOptions, "exec") { Traits = Traits.SingleDash, After = GoEnvironment },
                new("get", "none*", GoOptions, "install exec? net") { Traits = Traits.SingleDash },
                new("*", "none*", "", "exec??"),
            ],
        },
        new("cargo dotnet npm yarn pnpm bun deno composer bundle poetry pipenv pdm uv hatch rye pixi flutter dart stack cabal mix rebar3 swift zig gradle gradlew mvn mvnw sbt lein clj clojure elm gleam dub nimble shards crystal opam dune spago ng nest expo react-native cordova ionic pio platformio arduino-cli rails artisan symfony vagrant quarkus", "", Common)
            { Subcommands = Packages, After = Inline },
        // One name, two programs: a runner of project tasks, and a to-do list whose "execute" runs any command.
        new("task", "none*", Common + " -t|--taskfile=script", "exec") { After = static (arguments, reading) => { if (arguments.Operands.Count > 1 && arguments.Operands[0].Text is "execute" or "exec") { reading.Nested(SpecReader.Rest(arguments.Operands, 1), "task execute"); reading.Execute(Certainty.Unknown, "task execute"); } } },
        new("ghc ghci runghc runhaskell", "script*", "-e=code -o=write -c -O* -W* -f* -X* -i*=list -package=none -threaded -rtsopts* -with-rtsopts* -v* -j* -outputdir=write -odir=write -hidir=write --make --interactive -main-is=none -static -dynamic -prof -pgm*!exec?? -opt* -no-* -threaded -fforce-recomp -h --version --help", "exec write") { Traits = Traits.SingleDash },
        new("pytest py.test unittest jest vitest mocha ava karma playwright cypress rspec minitest phpunit pest ctest nosetests tap bats gotestsum nunit-console behave cucumber protractor tsx tsnd coverage nyc c8 stryker locust robot", "none*", Common, "exec"),
        new("ruff mypy pyright flake8 pylint bandit pyflakes pycodestyle pydocstyle vulture radon eslint tslint stylelint standard xo biome tsc swc esbuild rollup webpack vite parcel next nuxt svelte-kit astro remix gatsby babel postcss sass less-css golangci-lint staticcheck revive gosec shellcheck hadolint yamllint jsonlint markdownlint markdownlint-cli2 rubocop reek phpstan psalm phpcs phpcbf php-cs-fixer phpmd checkstyle spotbugs detekt swiftlint clang-tidy cppcheck cpplint actionlint tflint checkov ktfmt luacheck hlint credo dialyzer terrascan commitizen cz semgrep sonar-scanner trivy grype syft snyk gitleaks trufflehog depcheck knip madge size-limit djlint sqlfluff ty pyre oxlint dprint",
            "guess*", Common + " -l -f=none -d", "exec write?"),
        new("gcc g++ cc c++ clang clang++ ld lld as rustc javac kotlinc scalac ocamlopt ocamlc nasm yasm gfortran tcc nvcc emcc csc mcs fpc dmd ldc2 valac swiftc gnatmake libtool strip objcopy ranlib c99 c89 windres protoc flex bison yacc lex thrift flatc m4 cpp", "convert*", "-o=write -wrapper=shell -B=list -plugin=library -fplugin*!exec?? -Xlinker=none --plugin=library -I=list -L=list -l=none -D=none -x=none -specs*!exec?? -include=read -c -S -E -g* -O* -W* -f* -m* -std*=none -pedantic* -pg -p -v -w -s -shared -static* -pthread -ansi -nostd* -nodefaultlibs -nostart* -rdynamic -MM -M -MD -MMD -MP -MF=write -MT=none -MQ=none -U*=none -isystem=list -iquote=list -idirafter=list -arch=none -target=none -framework=none -T=script -e=none -soname=none -rpath*=none -l*=none -L*=list -I*=list -D*=none -h* -d=write -t* -r -k -q -i -a -X* -cp|-classpath|--class-path=list -sourcepath=list -nowarn -deprecation -parameters -proc* -processor*!exec?? --release=none --source=none --target=none --crate-name=none --crate-type=none --edition=none --emit=none --test --cfg=none -C|--codegen=none!exec? --extern=none --out-dir|--outdir=write --output=write --output-file=write --java_out|--python_out|--cpp_out|--go_out|--js_out|--proto_path=write --compile --assemble --preprocess --verbose --define=none --batch --outfile=write -out*=write -reference*=list -langversion* -optimize* -debug* -unsafe -nologo -recurse* -main* -platform* -warn* -check* -color -boundscheck* -of*=write -oq -unittest -release -inline -J*=list -run!exec -mcpu* -march* -dumpbase -no-* -o* -n -u -x* -y --input-target=none --output-target=none --only-section=none --remove-section=none --strip-* --keep-* --add-section=read --dump-section=write --only-keep-debug --pkg=list --sysroot=list --prefix=list --print* --std=none --gcc-toolchain=list --mode=none --tag=none", "exec write") { Traits = Traits.SingleDash },
        new("cmake configure autoconf automake autoreconf aclocal qmake conan vcpkg pkg-config pkgconf meson-setup bjam", "none*", OptionTables.Letters + "-P=script -E!exec? -S=list -B=list -G=none -D=none -C=script -U=none -W=none -L=none -j?none --build=list --install=list --target=none --config=none --parallel?none --prefix=list --preset=none --fresh --graphviz=write --list-presets --trace --open=list --toolchain=script --add-missing --foreign --gnu --copy --force-missing --libs --cflags --modversion --exists --static --variable=none --atleast-version=none --triplet=none --enable* --disable* --with* --host=none --bindir=list --libdir=list --sysconfdir=list --build-folder=list --output-folder=list --settings=none --options=none --remote=none --lockfile=read --profile=script --requires=none --generator=none", "exec write~"),
        new("java kotlin scala groovy jshell jbang", "script none*", "-jar=script -cp|-classpath|--class-path=list -e=code -javaagent*!exec?? -XX:On*!exec?? -X* -D* -agentlib*!exec?? -agentpath*!exec?? -verbose* -ea* -da* -server -client -version -showversion -help -h -s --nogui --add-opens=none --add-exports=none --add-modules=none --enable-preview --enable-native-access=none -p|--module-path=list -m|--module=none --source=none -Ss* --show-version --execute-script=script -howtorun* -nc -cp*=list", "exec") { Traits = Traits.SingleDash | Traits.StopAtOperand },
        new("jmap jstack jps jcmd jstat javap jdeps jconsole jlink javadoc rustdoc godoc sphinx-build mkdocs doxygen jekyll hugo hexo typedoc jsdoc pdoc gofmt-check dlv", "guess*", OptionTables.Letters + "--leak-check* --tool=none --track-origins* --show-leak-kinds* --log-file=write --massif-out-file=write --callgrind-out-file=write --warmup=none --runs=none --min-runs=none --export-json|--export-markdown|--export-csv=write --prepare|--cleanup|--setup=shell --show-output --shell=program -d=write -o=write --builder=none --config-file=read --serve!listen -b=none --bind=host --incremental --buildDrafts --minify --destination=write --theme=none -heap -histo -dump*=write -dotoutput=write -cp|-classpath=list -verbose -help -docencoding=none -exclude=none --crate-name=none --out-dir=write --extern=none --edition=none", "exec?"),
        new("npx pnpx bunx yarnx uvx pipx corepack", "none*", "-c|--call=shell -p|--package=package -y|--yes -q --bun --from=package --with=package --python=none --ignore-existing --shell=program --node-options=none!exec?? --include-deps --force --spec=package", "exec install net") { Traits = Traits.StopAtOperand },
        new("hyperfine", "shell*", "-w|--warmup=none -r|--runs|-m|--min-runs|-M|--max-runs=none -p|--prepare|-c|--cleanup|-s|--setup|-C|--conclude=shell -P|--parameter-scan=none -L|--parameter-list=none -N -S|--shell=program -i|--ignore-failure --style=none --export-json|--export-markdown|--export-csv|--export-asciidoc=write --show-output --output=write --input=read -n|--command-name=none"),
        new("valgrind rr", "command", "-q -v -d --leak-check* --tool* --track-origins* --show-leak-kinds* --log-file=write --massif-out-file=write --callgrind-out-file=write --error-exitcode* --trace-children* --num-callers* --suppressions=read", "exec?") { Traits = Traits.StopAtOperand },
        new("nodemon ts-node concurrently npm-run-all run-s run-p pm2 forever cross-env dotenv foreman honcho overmind entr watchexec cargo-watch supervisor", "none*", OptionTables.Letters + OptionTables.Build + "-c=shell -e=code -x=shell --exec=shell -r|--require=library -P|--project=script --eval=code --transpileOnly --files --restart --exts=none --ext=none --watch=list --ignore=none --names=none --kill-others --kill-others-on-fail --success=none --signal=none --delay=none --clear --postpone --on-busy-update=none --shell=program --inspect?none!listen --name=none -i=none -n=none -w=list -f=read", "exec") { Traits = Traits.StopAtOperand, After = Runner },
    ];

    /// <summary><c>go env -w</c> changes what later builds run and where they fetch from.</summary>
    private static void GoEnvironment(ParsedArguments arguments, ReadingBuilder reading)
    {
        if (reading.Label == "go env" && arguments.Has("-w"))
        {
            reading.Add(EffectKind.Persist, Certainty.Certain, TargetKind.Program, reading.Label + " -w");
        }
    }

    /// <summary>Runners of other commands: some take the words of one, some take whole command lines.</summary>
    private static void Runner(ParsedArguments arguments, ReadingBuilder reading)
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
