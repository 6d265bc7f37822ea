using Pharos.Proposals;

namespace Pharos.Tests.Proposals;

public sealed class WorkspaceDirectoryTests
{
    private readonly WorkspaceDirectory _directory = new(
        [
            new WorkspaceOptions("/srv/app", WorkspaceMode.DryRun, WorkspaceProfile.Relaxed),
            new WorkspaceOptions("/srv/app/inner/"),
        ],
        "/home/pharos");

    [Fact]
    public void The_longest_root_that_holds_the_working_directory_wins() =>
        _directory.Find("/srv/app/inner/src", "/srv/app", "/home/dev").ShouldBe(
            new Workspace("/srv/app/inner", WorkspaceMode.Enforce, WorkspaceProfile.Balanced, true));

    [Fact]
    public void What_the_caller_names_does_not_move_it_to_a_laxer_workspace() =>
        _directory.Find("/elsewhere", "/srv/app", "/home/dev").ShouldBe(
            new Workspace("/srv/app", WorkspaceMode.Enforce, WorkspaceProfile.Strict, false));

    [Theory]
    [InlineData("/")]
    [InlineData("/home")]
    [InlineData("/home/dev")]
    [InlineData("/home/another")]
    [InlineData("/home/pharos")]
    [InlineData("/root")]
    public void The_root_and_home_folders_are_refused(string folder) => _directory.Find(folder, folder, "/home/dev").ShouldBeNull();
}
