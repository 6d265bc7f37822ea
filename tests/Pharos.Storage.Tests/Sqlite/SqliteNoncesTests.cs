using System.Text;
using Pharos.Events;
using Pharos.Storage.Sqlite;
using Pharos.Storage.Tests.Contract;

namespace Pharos.Storage.Tests.Sqlite;

public sealed class SqliteNoncesTests : UsedNoncesContract
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pharos-nonces-").FullName;

    private string File => Path.Combine(_folder, SqliteEventStore.NoncesName);

    protected override Task<IUsedNonces> OpenAsync(int maximum) => Task.FromResult<IUsedNonces>(new SqliteNonces(File, Clock, maximum));

    protected override ValueTask CloseAsync(IUsedNonces nonces) => ((SqliteNonces)nonces).DisposeAsync();

    protected override ValueTask CleanUpAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_used_nonce_is_known_after_a_restart()
    {
        await UseAsync("a", "n1");
        await ReopenAsync();
        (await UseAsync("a", "n1")).ShouldBe(NonceUse.Again);
    }

    [Fact]
    public async Task The_bound_counts_what_was_used_before_a_restart()
    {
        for (var number = 0; number < Maximum; number++)
        {
            await UseAsync("a", $"n{number}");
        }

        await ReopenAsync();
        (await UseAsync("a", "new")).ShouldBe(NonceUse.Full);
    }

    [Fact]
    public async Task A_damaged_file_lets_nothing_through_and_says_what_to_do()
    {
        await System.IO.File.WriteAllTextAsync(File, new string('x', 8192), Encoding.ASCII, Cancellation);
        var problem = await Should.ThrowAsync<EventLogUnavailableException>(async () => _ = await UseAsync("a", "n1"));
        problem.Code.ShouldBe("log.corrupt");
        problem.Message.ShouldContain(File);
    }

    [Fact]
    public async Task It_goes_on_when_the_fault_is_gone()
    {
        await System.IO.File.WriteAllTextAsync(File, new string('x', 8192), Encoding.ASCII, Cancellation);
        await Should.ThrowAsync<EventLogUnavailableException>(async () => _ = await UseAsync("a", "n1"));
        System.IO.File.Delete(File);
        (await UseAsync("a", "n1")).ShouldBe(NonceUse.First);
    }

    [Fact]
    public async Task Nobody_else_may_read_the_file()
    {
        await UseAsync("a", "n1");
        System.IO.File.GetUnixFileMode(File).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }
}
