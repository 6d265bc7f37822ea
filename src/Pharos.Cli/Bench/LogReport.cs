using System.Text.Json;

namespace Pharos.Cli.Bench;

/// <summary>What <c>bench log</c> measured.</summary>
/// <param name="SyncMilliseconds">The disk's fdatasync of 4 KiB, median.</param>
/// <param name="Sqlite">The default engine.</param>
/// <param name="Postgres">The other; null where no server can be started.</param>
internal sealed record LogReport(double SyncMilliseconds, LogFigures Sqlite, LogFigures? Postgres)
{
    /// <summary>Writes it as one object.</summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteNumber("fsyncMs", Math.Round(SyncMilliseconds, 3));
        json.WritePropertyName("sqlite");
        Sqlite.Write(json);
        json.WritePropertyName("postgres");
        if (Postgres is null)
        {
            json.WriteNullValue();
        }
        else
        {
            Postgres.Write(json);
        }

        json.WriteEndObject();
    }
}
