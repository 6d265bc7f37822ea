using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Pharos.Rego.Values;

namespace Pharos.Rego.Builtins.Certificates;

/// <summary>What a chain of certificates has to fulfil.</summary>
internal sealed record ChainDemands(DateTime Time)
{
    private static readonly string[] Names =
    [
        "KeyUsageAny", "KeyUsageServerAuth", "KeyUsageClientAuth", "KeyUsageCodeSigning", "KeyUsageEmailProtection", "KeyUsageIPSECEndSystem",
        "KeyUsageIPSECTunnel", "KeyUsageIPSECUser", "KeyUsageTimeStamping", "KeyUsageOCSPSigning", "KeyUsageMicrosoftServerGatedCrypto",
        "KeyUsageNetscapeServerGatedCrypto", "KeyUsageMicrosoftCommercialCodeSigning", "KeyUsageMicrosoftKernelCodeSigning",
    ];

    /// <summary>The host that the last certificate must be for; empty is any.</summary>
    internal string Host { get; init; } = string.Empty;

    /// <summary>The uses of which the chain must allow one, by their numbers in Go; without any, that of servers.</summary>
    internal IReadOnlyList<int> Usages { get; init; } = [1];

    internal static ChainDemands? Read(RegoObject options, DateTime now, out string? error)
    {
        var demands = new ChainDemands(now);
        error = null;
        foreach (KeyValuePair<RegoValue, RegoValue> option in options)
        {
            switch ((option.Key as RegoString)?.Value)
            {
                case null:
                    break;
                case "DNSName":
                    demands = demands with { Host = option.Value is RegoString host ? host.Value.Trim('"') : string.Empty };
                    error = option.Value is RegoString ? null : "'DNSName' should be a string";
                    break;
                case "CurrentTime":
                    error = option.Value is not RegoNumber time ? "'CurrentTime' should be a number"
                        : !time.TryGetInt64(out long nanoseconds) ? "'CurrentTime' should be a valid int64 number"
                        : null;
                    demands = error is null && ((RegoNumber)option.Value).TryGetInt64(out nanoseconds) ? demands with { Time = DateTime.UnixEpoch.AddTicks(nanoseconds / 100) } : demands;
                    break;
                case "MaxConstraintComparisons":
                    error = option.Value is not RegoNumber count ? "'MaxConstraintComparisons' should be a number"
                        : !count.TryGetInt64(out _) ? "'MaxConstraintComparisons' should be a valid number"
                        : null;
                    break;
                case "KeyUsages":
                    demands = WithUsages(demands, option.Value, out error);
                    break;
                default:
                    error = "invalid key option";
                    break;
            }

            if (error is not null)
            {
                return null;
            }
        }

        return demands;
    }

    /// <summary>The chain from the last certificate up to the first, the root, over those between; null where there is none.</summary>
    internal List<byte[]>? Verify(IReadOnlyList<byte[]> certificates)
    {
        if (certificates.Count < 2)
        {
            return null;
        }

        X509Certificate2[] loaded = [.. certificates.Select(static c => X509CertificateLoader.LoadCertificate(c))];
        try
        {
            X509Certificate2 leaf = loaded[^1];
            return Host.Length > 0 && !leaf.MatchesHostname(Host, allowWildcards: true, allowCommonName: false)
                ? null
                : Usages.Select(u => Chain(loaded, leaf, u)).FirstOrDefault(static c => c is not null);
        }
        finally
        {
            foreach (X509Certificate2 certificate in loaded)
            {
                certificate.Dispose();
            }
        }
    }

    private List<byte[]>? Chain(X509Certificate2[] loaded, X509Certificate2 leaf, int usage)
    {
        using var chain = new X509Chain();
        X509ChainPolicy policy = chain.ChainPolicy;
        policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        policy.RevocationMode = X509RevocationMode.NoCheck;
        policy.DisableCertificateDownloads = true;
        policy.VerificationTimeIgnored = false;
        policy.VerificationTime = DateTime.SpecifyKind(Time, DateTimeKind.Utc).ToLocalTime();
        policy.CustomTrustStore.Add(loaded[0]);
        policy.ExtraStore.AddRange(loaded[1..^1]);
        if (usage > 0)
        {
            policy.ApplicationPolicy.Add(new Oid(CertificateExtensions.Usage(usage)));
        }

        return chain.Build(leaf) ? [.. chain.ChainElements.Select(static e => e.Certificate.RawData)] : null;
    }

    private static ChainDemands WithUsages(ChainDemands demands, RegoValue value, out string? error)
    {
        if (value is not (RegoArray or RegoSet))
        {
            error = "'KeyUsages' should be an Array or Set";
            return demands;
        }

        string[] wanted = [.. ((IEnumerable<RegoValue>)value).OfType<RegoString>().Select(static s => s.Value.Trim('"'))];
        string[] unknown = [.. wanted.Where(static w => !Names.Contains(w, StringComparer.Ordinal))];
        error = unknown.Length == 0 ? null : $"invalid entries for 'KeyUsages' found: [{string.Join(' ', unknown)}]";
        return wanted.Length == 0 ? demands : demands with { Usages = [.. wanted.Select(static w => Array.IndexOf(Names, w))] };
    }
}
