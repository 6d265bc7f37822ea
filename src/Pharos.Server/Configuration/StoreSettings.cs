using Pharos.Storage.Postgres;

namespace Pharos.Server.Configuration;

/// <summary>Where the log is.</summary>
public sealed record StoreSettings
{
    /// <summary>The value that stands for the default.</summary>
    public const string Sqlite = "sqlite";

    private const string Path = "store.url";

    /// <summary>The PostgreSQL database that holds the log; null for SQLite in the data folder, which is the default.</summary>
    public PostgresAddress? Postgres { get; init; }

    /// <summary>Reads a value as it stands in a configuration or on the command line.</summary>
    /// <returns>Null when it is neither <c>sqlite</c> nor an address; then <paramref name="expected"/> says what is, without a password.</returns>
    public static StoreSettings? Read(string text, out string? expected)
    {
        expected = null;
        if (text == Sqlite)
        {
            return new StoreSettings();
        }

        return PostgresAddress.TryParse(text, out var address, out expected) ? new StoreSettings { Postgres = address } : null;
    }

    internal static StoreSettings Read(SettingsTree tree)
    {
        // Everything is accepted at first, because a value that is refused is printed, and this one may hold a password.
        var text = tree.Text(Path, "", static _ => true) ?? Sqlite;
        if (Read(text, out var expected) is { } settings)
        {
            return settings;
        }

        tree.Report(Path, PostgresAddress.Redacted(text), $"{Sqlite}, or {expected}");
        return new StoreSettings();
    }
}
