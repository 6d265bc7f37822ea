using Pharos.Storage.Postgres;

namespace Pharos.Storage.Tests.Postgres;

public sealed class PostgresAddressTests
{
    [Fact]
    public void Every_part_is_read()
    {
        var settings = PostgresFixture.Address("postgres://al%40ice:s%3Acret@db1:5433,db2/events?sslmode=verify-full&application_name=gate").Settings();
        settings.Username.ShouldBe("al@ice");
        settings.Password.ShouldBe("s:cret");
        settings.Host.ShouldBe("db1:5433,db2");
        settings.Database.ShouldBe("events");
        settings.SslMode.ShouldBe(Npgsql.SslMode.VerifyFull);
        settings.ApplicationName.ShouldBe("gate");
    }

    [Fact]
    public void The_folder_of_a_socket_may_stand_for_a_host() =>
        PostgresFixture.Address("postgresql://pharos@/events?host=/var/run/postgresql").Settings().Host.ShouldBe("/var/run/postgresql");

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres://")]
    [InlineData("postgres://host/db")]
    [InlineData("postgres://user@/db")]
    [InlineData("postgres://user@host")]
    [InlineData("postgres://user@host/")]
    [InlineData("postgres://user@host/a/b")]
    [InlineData("postgres://user@host:0/db")]
    [InlineData("postgres://user@host:x/db")]
    [InlineData("postgres://user@a,,b/db")]
    [InlineData("postgres://user@host/db?sslmode=sometimes")]
    [InlineData("postgres://user@host/db?sslmode=")]
    [InlineData("postgres://user@host/db?options=-csynchronous_commit%3Doff")]
    public void What_is_no_address_is_refused(string text) => PostgresAddress.TryParse(text, out _, out _).ShouldBeFalse();

    [Theory]
    [InlineData("postgres://user:hunter2@host/db")]
    [InlineData("postgres://user:hunter2@host:99999/db?password=hunter2")]
    [InlineData("postgres://user:p@hunter2@host")]
    public void The_password_is_never_shown(string text)
    {
        PostgresAddress.Redacted(text).ShouldNotContain("hunter2");
        var isRead = PostgresAddress.TryParse(text, out var address, out var problem);
        (isRead ? address!.ToString() : problem!).ShouldNotContain("hunter2");
    }

    [Fact]
    public void Any_text_is_read_or_refused_without_an_exception()
    {
        string[] pieces = ["postgres://", "user", ":", "@", "[::1]", ",", "/", "db", "?", "sslmode=", "require", "&", "%", "%4", "%00", "host=", "\0", "é", ";", "'", "\"", "=", "65536", "1"];
        var random = new Random(20261121);
        for (var i = 0; i < 20_000; i++)
        {
            var text = "postgres://" + string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => pieces[random.Next(pieces.Length)]));
            if (PostgresAddress.TryParse(text, out var address, out var problem))
            {
                address.Settings().Host.ShouldNotBeNullOrEmpty();
            }
            else
            {
                problem.ShouldNotBeEmpty();
            }

            PostgresAddress.Redacted(text).ShouldNotBeNull();
        }
    }
}
