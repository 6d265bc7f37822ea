namespace Pharos.Shell.Effects.Languages;

/// <summary>Names of variables that usually hold a credential.</summary>
internal static class SecretNames
{
    private static readonly string[] Parts = ["SECRET", "TOKEN", "PASSWORD", "PASSWD", "PASSPHRASE", "API_KEY", "APIKEY", "ACCESS_KEY", "PRIVATE_KEY", "CREDENTIAL"];

    public static bool IsSecret(string name)
    {
        foreach (var part in Parts)
        {
            if (name.Contains(part, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
