using Pharos.Cli.Hooks;

namespace Pharos.Cli.Tests.Hooks;

public sealed class HookTargetTests
{
    [Fact]
    public void The_disk_and_the_home_folder_are_no_projects()
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        foreach (var folder in (string[])["/", home, home + "/.", "/tmp/.."])
        {
            HookTarget.Find(KnownAgents.Of("codex"), folder, isUser: false).Target.ShouldBeNull(folder);
        }
    }

    [Fact]
    public void A_link_to_the_home_folder_is_no_project_either()
    {
        var link = Path.Combine(Directory.CreateTempSubdirectory("ph-link").FullName, "project");
        Directory.CreateSymbolicLink(link, Environment.GetFolderPath(Environment.SpecialFolder.UserProfile));
        HookTarget.Find(KnownAgents.Of("codex"), link, isUser: false).Target.ShouldBeNull();
        Directory.Delete(Path.GetDirectoryName(link)!, recursive: true);
    }

    [Fact]
    public void A_project_is_known_by_its_physical_path_as_the_agent_reports_it()
    {
        var folder = Directory.CreateTempSubdirectory("ph-project").FullName;
        var real = Directory.CreateDirectory(Path.Combine(folder, "real/app")).FullName;
        Directory.CreateSymbolicLink(Path.Combine(folder, "link"), Path.Combine(folder, "real"));
        HookTarget.Find(KnownAgents.Of("codex"), Path.Combine(folder, "link/app"), isUser: false).Target!.Project.ShouldBe(real);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void Each_agent_has_its_settings_in_its_own_folder()
    {
        var folder = Directory.CreateTempSubdirectory("ph-project").FullName;
        KnownAgents.Names.Select(name => HookTarget.Find(KnownAgents.Of(name), folder, isUser: false).Target!.Settings)
            .ShouldBe([$"{folder}/.claude/settings.json", $"{folder}/.codex/hooks.json", $"{folder}/.gemini/settings.json", $"{folder}/.cursor/hooks.json"]);
        Directory.Delete(folder);
    }

    [Fact]
    public void The_users_settings_belong_to_no_project() =>
        HookTarget.Find(KnownAgents.Of("codex"), null, isUser: true).Target.ShouldNotBeNull().Project.ShouldBeNull();
}
