namespace Pharos.Proposals.Secrets;

/// <summary>Keys of clouds, models, hosts and data bases.</summary>
internal static class CloudSecretForms
{
    public static IReadOnlyList<SecretForm> All { get; } =
    [
        new("aws-access-key", "an AWS access key", "AKIA ASIA ABIA ACCA", "A(?:KIA|SIA|BIA|CCA)[A-Z2-7]{16}"),
        new("aws-bedrock-key", "an Amazon Bedrock key", "ABSK bedrock-api-key-", "(?:ABSK[A-Za-z0-9+/]{109,269}={0,2}|bedrock-api-key-[A-Za-z0-9+/=_-]{12,})"),
        new("google-api-key", "a Google API key", "AIza", "AIza[0-9A-Za-z_-]{35}"),
        new("google-oauth-secret", "a Google OAuth client secret", "GOCSPX-", "GOCSPX-[0-9A-Za-z_-]{28}"),
        new("google-oauth-token", "a Google access token", "ya29.", @"ya29\.[0-9A-Za-z_-]{30,}"),
        new("azure-client-secret", "an Azure client secret", "Q~", "[0-9A-Za-z_.~-]{3}[0-9]Q~[0-9A-Za-z_.~-]{31,34}") { Before = 4, LeastBefore = 4 },
        new("azure-storage-key", "an Azure storage key", "AccountKey=", "AccountKey=[0-9A-Za-z+/]{86}=="),
        new("alibaba-access-key", "an Alibaba Cloud access key", "LTAI", "LTAI[0-9A-Za-z]{20}"),
        new("yandex-key", "a Yandex Cloud key", "AQVN YC t1.", @"(?:AQVN[0-9A-Za-z_-]{35,38}|YC[0-9A-Za-z_-]{38}|t1\.[A-Z0-9a-z_-]+={0,2}\.[A-Z0-9a-z_-]{86}={0,2})"),
        new("digitalocean-token", "a DigitalOcean token", "dop_v1_ doo_v1_ dor_v1_", "do[opr]_v1_[0-9a-f]{64}"),
        new("heroku-key", "a Heroku key", "HRKU-", "HRKU-[0-9A-Za-z_-]{36,72}"),
        new("fly-token", "a Fly.io token", "fo1_ fm1r_ fm1a_ fm2_", "(?:fo1_[0-9A-Za-z_-]{43}|fm1[ar]_[0-9A-Za-z+/]{100,}={0,3}|fm2_[0-9A-Za-z+/]{100,}={0,3})"),
        new("cloudflare-origin-key", "a Cloudflare origin key", "v1.0-", @"v1\.0-[0-9a-f]{24}-[0-9a-f]{146}"),
        new("scalingo-token", "a Scalingo token", "tk-us-", "tk-us-[0-9A-Za-z_-]{48}"),
        new("planetscale-key", "a PlanetScale key", "pscale_", "pscale_(?:pw|tkn|oauth)_[0-9A-Za-z=._-]{32,64}"),
        new("clickhouse-key", "a ClickHouse Cloud key", "4b1d", "4b1d[0-9A-Za-z]{38}"),
        new("databricks-token", "a Databricks token", "dapi", "dapi[0-9a-f]{32}(?:-[0-9])?"),
        new("supabase-token", "a Supabase token", "sbp_ sb_secret_", "(?:sbp_[0-9a-f]{40}|sb_secret_[0-9A-Za-z_-]{20,})"),
        new("vault-token", "a HashiCorp Vault token", "hvs. hvb. hvr.", @"hv[sbr]\.[0-9A-Za-z_-]{24,300}"),
        new("terraform-token", "a Terraform Cloud token", "atlasv1.", @"[0-9A-Za-z]{14}\.atlasv1\.[0-9A-Za-z_=-]{60,70}") { Before = 15, LeastBefore = 15 },
        new("pulumi-token", "a Pulumi token", "pul-", "pul-[0-9a-f]{40}"),
        new("doppler-token", "a Doppler token", "dp.", @"dp\.(?:pt|st|ct|sa|scim|audit)\.(?:[a-z0-9_-]{2,35}\.)?[0-9A-Za-z]{40,44}"),
        new("infracost-token", "an Infracost token", "ico-", "ico-[0-9A-Za-z]{32}"),
        new("harness-token", "a Harness token", "pat. sat.", @"[ps]at\.[0-9A-Za-z_-]{22}\.[0-9A-Za-z]{24}\.[0-9A-Za-z]{20}"),
        new("openshift-token", "an OpenShift token", "sha256~", "sha256~[0-9A-Za-z_-]{43}"),
        new("tailscale-key", "a Tailscale key", "tskey-", "tskey-[a-z]+-[0-9A-Za-z_]+-[0-9A-Za-z_]{8,}"),
        new("openai-key", "an OpenAI key", "sk-proj- sk-svcacct- sk-admin- sk-", "sk-(?:(?:proj|svcacct|admin|service)-[0-9A-Za-z_-]{40,200}|[0-9A-Za-z]{20}T3BlbkFJ[0-9A-Za-z]{20}|[0-9A-Za-z]{48})"),
        new("anthropic-key", "an Anthropic key", "sk-ant-", "sk-ant-[a-z0-9]+-[0-9A-Za-z_-]{80,120}"),
        new("huggingface-token", "a Hugging Face token", "hf_ api_org_", "(?:hf_[0-9A-Za-z]{34,40}|api_org_[0-9A-Za-z]{34})"),
        new("groq-key", "a Groq key", "gsk_", "gsk_[0-9A-Za-z]{52}"),
        new("xai-key", "an xAI key", "xai-", "xai-[0-9A-Za-z]{70,90}"),
        new("perplexity-key", "a Perplexity key", "pplx-", "pplx-[0-9A-Za-z]{48}"),
        new("replicate-token", "a Replicate token", "r8_", "r8_[0-9A-Za-z]{37}"),
        new("langsmith-key", "a LangSmith key", "lsv2_", "lsv2_(?:pt|sk)_[0-9a-f]{32}_[0-9a-f]{10}"),
        new("pinecone-key", "a Pinecone key", "pcsk_", "pcsk_[0-9A-Za-z_]{60,75}"),
        new("onepassword-token", "a 1Password service token", "ops_eyJ", "ops_eyJ[0-9A-Za-z+/_-]{200,}={0,3}"),
        new("onepassword-key", "a 1Password secret key", "A3-", "A3-[A-Z0-9]{6}-(?:[A-Z0-9]{11}|[A-Z0-9]{6}-[A-Z0-9]{5})-[A-Z0-9]{5}-[A-Z0-9]{5}-[A-Z0-9]{5}"),
        new("age-key", "an age secret key", "AGE-SECRET-KEY-1", "AGE-SECRET-KEY-1[QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L]{58}"),
        new("json-web-token", "a JSON web token", "eyJ", @"eyJ[0-9A-Za-z_-]{10,}={0,2}\.(?:eyJ)?[0-9A-Za-z_-]{10,}={0,2}\.[0-9A-Za-z_-]{16,}={0,2}") { Verify = TokenChecksum.IsWebToken, MustVerify = true },
        new("json-web-token-encoded", "a JSON web token in base64", "ZXlK", "ZXlK[0-9A-Za-z_/+-]{100,}={0,2}"),
    ];
}
