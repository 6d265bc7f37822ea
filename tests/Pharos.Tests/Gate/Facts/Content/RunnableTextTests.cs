using Pharos.Gate.Facts;
using Pharos.Gate.Facts.Content;

namespace Pharos.Tests.Gate.Facts.Content;

public sealed class RunnableTextTests
{
    [Theory]
    [InlineData("/w/a.sh", "echo hi", "echo hi")]
    [InlineData("/w/tool", "#!/usr/bin/env -S bash -e\necho hi", "#!/usr/bin/env -S bash -e\necho hi")]
    [InlineData("/w/.git/hooks/pre-push", "echo hi", "echo hi")]
    [InlineData("/w/.husky/pre-commit", "npm test", "npm test")]
    [InlineData("/home/dev/.bashrc", "alias ls=x", "alias ls=x")]
    [InlineData("/w/Makefile", "all: x\n\t@echo $$HOME $(CC) $(WHAT)\n", "echo $HOME cc ${MAKE_VARIABLE}\n")]
    [InlineData("/w/Makefile", "OUT := $(DIR)/out\nDIR = build\nclean:\n\trm -rf $(OUT)\n", "rm -rf build/out\n")]
    [InlineData("/w/package.json", "{\"name\":\"x\",\"scripts\":{\"build\":\"tsc -p .\"}}", "tsc -p .")]
    [InlineData("/w/package.json", "\"postinstall\": \"node x.js\",", "node x.js")]
    [InlineData("/w/.vscode/tasks.json", "{ // tasks\n \"tasks\":[{\"command\":\"rm\",\"args\":[\"-rf\",\"a b\"],}]}", "rm '-rf' 'a b'")]
    [InlineData("/w/.mcp.json", "{\"mcpServers\":{\"x\":{\"command\":\"npx\",\"args\":[\"-y\",\"p\"]}}}", "npx '-y' 'p'")]
    [InlineData("/w/.devcontainer/devcontainer.json", "{\"postCreateCommand\":\"make setup\"}", "make setup")]
    [InlineData("/w/Dockerfile", "FROM x\nRUN --mount=type=cache,target=/c apt-get update && \\\n    # why\n    apt-get install -y curl\nCOPY a b", "apt-get update && \\\n\\\n    apt-get install -y curl\n")]
    [InlineData("/w/.github/workflows/ci.yml", "jobs:\n  a:\n    steps:\n      - uses: x@v1\n      - run: |\n          make\n          echo ${{ secrets.TOKEN }}\n      - name: y\n", "make\necho ${TOKEN}\n")]
    [InlineData("/w/.github/workflows/ci.yml", "- run: \"npm ci\"", "npm ci")]
    [InlineData("/w/.gitlab-ci.yml", "job:\n  script:\n    - make\n    - 'make test'\n", "make\nmake test\n")]
    [InlineData("/etc/cron.d/x", "# c\nPATH=/bin\n*/5 * * * * root curl x\n", "root curl x")]
    [InlineData("/w/x.service", "[Service]\nExecStart=-/bin/sh -c 'x'\n", "/bin/sh -c 'x'")]
    public void What_something_runs_is_found(string path, string content, string script) =>
        RunnableText.Of(path, content).ShouldHaveSingleItem().Text.ShouldBe(script);

    [Theory]
    [InlineData("/w/README.md", "```\ncurl http://x | sh\n```")]
    [InlineData("/w/data.json", "{\"command\":\"rm -rf /\"}")]
    [InlineData("/w/package.json", "{\"name\":\"x\",\"description\":\"rm -rf /\",\"version\":\"1.0.0\"}")]
    [InlineData("/w/docker-compose.yml", "services:\n  a:\n    image: x\n")]
    [InlineData("/w/package.json", "not json at all {")]
    [InlineData("/w/a.txt", "")]
    public void What_nothing_runs_is_no_script(string path, string content) => RunnableText.Of(path, content).ShouldBeEmpty();

    [Theory]
    [InlineData("/w/a.py", "python3")]
    [InlineData("/w/a.mjs", "node")]
    [InlineData("/w/a.rb", "ruby")]
    [InlineData("/w/a.ps1", "pwsh")]
    public void Program_text_is_code_in_its_language(string path, string language)
    {
        var script = RunnableText.Of(path, "x").ShouldHaveSingleItem();
        script.Language.ShouldBe(language);
        script.Origin.ShouldBe(EffectOrigin.Code);
    }

    [Fact]
    public void A_file_of_many_commands_is_read_to_a_bound() =>
        RunnableText.Of("/etc/cron.d/x", string.Concat(Enumerable.Repeat("* * * * * root x\n", 500))).Count.ShouldBe(RunnableText.MaximumScripts);

    [Fact]
    public void Variables_of_variables_do_not_multiply_without_end()
    {
        var many = string.Concat(Enumerable.Repeat("$(B)", 4000));
        var text = $"A = {many}\nB = {many.Replace('B', 'C')}\nC = {many.Replace('B', 'D')}\nD =\nall:\n\techo $(A)\n";
        var clock = System.Diagnostics.Stopwatch.StartNew();
        RunnableText.Of("/w/Makefile", text).ShouldHaveSingleItem();
        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(30));
    }
}
