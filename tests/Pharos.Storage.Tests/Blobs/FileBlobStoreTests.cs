using Pharos.Events;
using Pharos.Storage.Sqlite;
using Pharos.Storage.Tests.Contract;

namespace Pharos.Storage.Tests.Blobs;

public sealed class FileBlobStoreTests : BlobStoreContract
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pharos-blobs-").FullName;

    protected override async Task<IEventStore> OpenAsync(TimeProvider clock) => await SqliteEventStore.OpenAsync(_folder, clock, Cancellation);

    protected override ValueTask CleanUpAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_blob_is_a_file_that_only_its_owner_reads()
    {
        var path = PathOf(await Store.Blobs.PutAsync("content"u8.ToArray(), Cancellation));
        File.GetUnixFileMode(path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.GetUnixFileMode(Path.GetDirectoryName(path)!).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    [Theory]
    [InlineData("another")]
    [InlineData("")]
    [InlineData("content and more")]
    public async Task A_file_that_was_changed_is_never_given_out(string change)
    {
        var digest = await Store.Blobs.PutAsync("content"u8.ToArray(), Cancellation);
        await File.WriteAllTextAsync(PathOf(digest), change, Cancellation);
        (await Should.ThrowAsync<EventLogUnavailableException>(async () => await Store.Blobs.GetAsync(digest, Cancellation))).Code.ShouldBe("blob.corrupt");
    }

    [Fact]
    public async Task Storing_again_puts_a_damaged_file_in_order()
    {
        var digest = await Store.Blobs.PutAsync("content"u8.ToArray(), Cancellation);
        await File.WriteAllTextAsync(PathOf(digest), "CONTENT", Cancellation);
        await Store.Blobs.PutAsync("content"u8.ToArray(), Cancellation);
        (await Store.Blobs.GetAsync(digest, Cancellation))!.Value.ToArray().ShouldBe("content"u8.ToArray());
    }

    [Fact]
    public async Task What_a_killed_process_left_half_written_is_swept()
    {
        var left = PathOf(await Store.Blobs.PutAsync("content"u8.ToArray(), Cancellation)) + ".1.new";
        await File.WriteAllTextAsync(left, "cont", Cancellation);
        File.SetLastWriteTimeUtc(left, Clock.GetUtcNow().UtcDateTime.AddHours(-3));
        (await Store.Blobs.SweepAsync(TimeSpan.FromHours(1), Cancellation)).ShouldBe(1);
        File.Exists(left).ShouldBeFalse();
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_a_failure_with_a_code()
    {
        Assert.SkipWhen(Environment.IsPrivilegedProcess, "The superuser writes everywhere.");
        File.SetUnixFileMode(_folder, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        try
        {
            (await Should.ThrowAsync<EventLogUnavailableException>(async () => await Store.Blobs.PutAsync("content"u8.ToArray(), Cancellation))).Code.ShouldBe("blob.io");
        }
        finally
        {
            File.SetUnixFileMode(_folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private string PathOf(Digest digest) => Path.Combine(_folder, "blobs", digest.ToString()[..2], digest.ToString());
}
