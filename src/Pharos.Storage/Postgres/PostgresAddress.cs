using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Npgsql;

namespace Pharos.Storage.Postgres;

/// <summary>
/// Where a PostgreSQL log is: <c>postgres://user:password@host[:port][,host2[:port2]]/database?sslmode=…</c>. Its text never holds the password.
/// </summary>
public sealed class PostgresAddress
{
    /// <summary>What the form of an address is, for messages.</summary>
    public const string Form = "postgres://user:password@host[:port][,host2[:port2]]/database?sslmode=require";

    private const string Scheme = "postgres://";
    private const string LongScheme = "postgresql://";

    private readonly NpgsqlConnectionStringBuilder _settings;

    private PostgresAddress(NpgsqlConnectionStringBuilder settings) => _settings = settings;

    /// <summary>Whether several servers are named, of which the one that accepts writes is used.</summary>
    public bool HasSeveralHosts => _settings.Host!.Contains(',', StringComparison.Ordinal);

    /// <summary>Whether a text claims to be such an address.</summary>
    public static bool IsPostgres([NotNullWhen(true)] string? text) =>
        text is not null && (text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) || text.StartsWith(LongScheme, StringComparison.OrdinalIgnoreCase));

    /// <summary>Reads an address.</summary>
    /// <param name="text">The address.</param>
    /// <param name="address">What it says.</param>
    /// <param name="problem">What is wrong with it, without its password.</param>
    public static bool TryParse(string? text, [NotNullWhen(true)] out PostgresAddress? address, [NotNullWhen(false)] out string? problem)
    {
        address = null;
        if (!IsPostgres(text) || text.Length > 4096 || text.Any(char.IsControl) || text.Contains("%0", StringComparison.Ordinal) || text.Contains("%1", StringComparison.Ordinal))
        {
            problem = $"an address of the form {Form}";
            return false;
        }

        var rest = text[(text.IndexOf("://", StringComparison.Ordinal) + 3)..];
        var query = CutBehind(ref rest, '?');
        var database = CutBehind(ref rest, '/');
        var at = rest.LastIndexOf('@');
        var account = at < 0 ? "" : rest[..at];
        var hosts = rest[(at + 1)..];
        var password = CutBehind(ref account, ':');
        var settings = new NpgsqlConnectionStringBuilder { ApplicationName = "pharos" };
        problem = Apply(settings, account, password, database, hosts) ?? ApplyOptions(settings, query);
        if (problem is null && string.IsNullOrEmpty(settings.Host))
        {
            problem = $"a host, as in {Form}";
        }

        address = problem is null ? new PostgresAddress(settings) : null;
        return address is not null;
    }

    /// <summary>The address without its password.</summary>
    public override string ToString() => $"{Scheme}{Uri.EscapeDataString(_settings.Username ?? "")}@{_settings.Host}/{Uri.EscapeDataString(_settings.Database ?? "")}";

    /// <summary>A text that claims to be an address, with everything that could be a password left out.</summary>
    public static string Redacted(string text)
    {
        var start = text.IndexOf("://", StringComparison.Ordinal);
        var at = text.LastIndexOf('@');
        var shown = start >= 0 && at > start ? $"{text[..(start + 3)]}…{text[at..]}" : text;
        var query = shown.IndexOf('?', StringComparison.Ordinal);
        return query < 0 ? shown : shown[..query] + "?…";
    }

    internal PostgresAddress WithDatabase(string name) => new(new NpgsqlConnectionStringBuilder(_settings.ConnectionString) { Database = name });

    internal NpgsqlConnectionStringBuilder Settings() => new(_settings.ConnectionString);

    private static string CutBehind(ref string text, char separator)
    {
        var index = text.IndexOf(separator, StringComparison.Ordinal);
        if (index < 0)
        {
            return "";
        }

        var behind = text[(index + 1)..];
        text = text[..index];
        return behind;
    }

    private static string? Apply(NpgsqlConnectionStringBuilder settings, string account, string password, string database, string hosts)
    {
        if (account.Length == 0)
        {
            return $"a user, as in {Form}";
        }

        if (database.Length == 0 || database.Contains('/', StringComparison.Ordinal))
        {
            return $"one database, as in {Form}";
        }

        settings.Username = Uri.UnescapeDataString(account);
        settings.Database = Uri.UnescapeDataString(database);
        if (password.Length > 0)
        {
            settings.Password = Uri.UnescapeDataString(password);
        }

        foreach (var host in hosts.Split(','))
        {
            var colon = host.LastIndexOf(':');
            var hasPort = colon >= 0 && !host.EndsWith(']');
            if (hasPort && !(int.TryParse(host[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= ushort.MaxValue))
            {
                return $"a port from 1 to {ushort.MaxValue} behind each host";
            }

            if (hosts.Length > 0 && (hasPort ? colon : host.Length) == 0)
            {
                return "a name for each host";
            }
        }

        settings.Host = Uri.UnescapeDataString(hosts);
        return null;
    }

    private static string? ApplyOptions(NpgsqlConnectionStringBuilder settings, string query)
    {
        foreach (var option in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var name = option;
            var value = Uri.UnescapeDataString(CutBehind(ref name, '='));
            switch (name)
            {
                case "sslmode" when Enum.TryParse<SslMode>(value.Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out var mode) && !char.IsAsciiDigit(value[0]):
                    settings.SslMode = mode;
                    break;
                case "sslmode":
                    return "sslmode=disable, allow, prefer, require, verify-ca or verify-full";
                case "sslrootcert":
                    settings.RootCertificate = value;
                    break;
                case "sslcert":
                    settings.SslCertificate = value;
                    break;
                case "sslkey":
                    settings.SslKey = value;
                    break;
                case "passfile":
                    settings.Passfile = value;
                    break;
                case "application_name":
                    settings.ApplicationName = value;
                    break;
                case "host" when value.StartsWith('/') && string.IsNullOrEmpty(settings.Host):
                    // The folder of a Unix socket, as libpq writes it.
                    settings.Host = value;
                    break;
                case "port" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= ushort.MaxValue:
                    settings.Port = port;
                    break;
                default:
                    return "no other options than sslmode, sslrootcert, sslcert, sslkey, passfile, application_name, host (a socket's folder) and port";
            }
        }

        return null;
    }
}
