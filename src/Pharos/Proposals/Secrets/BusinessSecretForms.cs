namespace Pharos.Proposals.Secrets;

/// <summary>Keys of payment, mail, message and shop services.</summary>
internal static class BusinessSecretForms
{
    public static IReadOnlyList<SecretForm> All { get; } =
    [
        new("stripe-key", "a Stripe key", "sk_live_ rk_live_ sk_test_ rk_test_ sk_prod_ rk_prod_ whsec_", "(?:[sr]k_(?:live|test|prod)_[0-9A-Za-z]{10,120}|whsec_[0-9A-Za-z+/]{32,}={0,2})"),
        new("slack-token", "a Slack token", "xoxb- xoxp- xoxa- xoxr- xoxs- xoxo- xoxe- xoxe. xapp-",
            @"(?:(?:xoxe\.)?xox[bpe]-[0-9]-[0-9A-Za-z]{100,200}|xox[bpe]-[0-9]{8,14}-[0-9A-Za-z-]{14,150}|xox[aposr]-(?:[0-9A-Za-z]{1,14}-){0,3}[0-9A-Za-z]{10,64}|xapp-[0-9]-[0-9A-Za-z]+-[0-9]+-[0-9A-Za-z]+)"),
        new("slack-webhook", "a Slack webhook", "hooks.slack.com/", @"hooks\.slack\.com/(?:services|workflows|triggers)/[0-9A-Za-z+/]{42,60}"),
        new("teams-webhook", "a Microsoft Teams webhook", ".webhook.office.com/", @"https://[0-9a-z]+\.webhook\.office\.com/webhookb2/[0-9a-z-]{36}@[0-9a-z-]{36}/IncomingWebhook/[0-9a-z]{32}/[0-9a-z-]{36}") { Before = 40 },
        new("discord-webhook", "a Discord webhook", "discord.com/api/webhooks/ discordapp.com/api/webhooks/", @"discord(?:app)?\.com/api/webhooks/[0-9]{16,20}/[0-9A-Za-z_-]{60,80}"),
        new("sendgrid-key", "a SendGrid key", "SG.", @"SG\.[0-9A-Za-z=_-]{18,24}\.[0-9A-Za-z=_.-]{40,48}|SG\.[0-9A-Za-z=_.-]{66}"),
        new("mailgun-key", "a Mailgun key", "key- pubkey-", "(?:pub)?key-[0-9a-f]{32}"),
        new("mailchimp-key", "a Mailchimp key", "-us", "[0-9a-f]{32}-us[0-9]{1,2}") { Before = 32, LeastBefore = 32 },
        new("brevo-key", "a Brevo key", "xkeysib- xsmtpsib-", "x(?:key|smtp)sib-[0-9a-f]{64}-[0-9A-Za-z]{16}"),
        new("twilio-key", "a Twilio key", "SK", "SK[0-9a-fA-F]{32}"),
        new("easypost-key", "an EasyPost key", "EZAK EZTK", "EZ[AT]K[0-9A-Za-z]{54}"),
        new("duffel-token", "a Duffel token", "duffel_", "duffel_(?:test|live)_[0-9A-Za-z_=-]{43}"),
        new("flutterwave-key", "a Flutterwave key", "FLWSECK_ FLWPUBK_", "FLW(?:SECK|PUBK)_TEST-?[0-9A-Za-z]{12,32}(?:-X)?"),
        new("frameio-token", "a Frame.io token", "fio-u-", "fio-u-[0-9A-Za-z_=-]{64}"),
        new("gocardless-token", "a GoCardless token", "live_", "live_[0-9A-Za-z_=-]{40}"),
        new("lob-key", "a Lob key", "live_ test_", "(?:live|test)_(?:pub_)?[0-9a-f]{31,35}"),
        new("plaid-token", "a Plaid token", "access-", "access-(?:sandbox|development|production)-[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}"),
        new("shippo-token", "a Shippo token", "shippo_", "shippo_(?:live|test)_[0-9a-fA-F]{40}"),
        new("shopify-token", "a Shopify token", "shpat_ shpca_ shppa_ shpss_", "shp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}"),
        new("square-token", "a Square token", "EAAA sq0atp- sq0csp- sq0idp-", "(?:EAAA[0-9A-Za-z_=-]{22,60}|sq0(?:atp|csp|idp)-[0-9A-Za-z_=-]{22,60})"),
        new("facebook-token", "a Facebook token", "EAAM EAAC", "EAA[MC][0-9A-Za-z]{100,}"),
        new("facebook-app-token", "a Facebook app token", "| %7C", "[0-9]{15,16}(?:[|]|%7C)[0-9A-Za-z_-]{27,40}") { Before = 16, LeastBefore = 15 },
        new("intra42-secret", "an Intra 42 client secret", "s-s4t2", "s-s4t2(?:ud|af)-[0-9a-f]{64}"),
        new("rapyd-key", "a Rapyd key", "rak_ rsk_", "r[as]k_[0-9A-Za-z]{40,}"),
        new("okta-token", "an Okta token", "SSWS", "SSWS 00[0-9A-Za-z_-]{40}"),
    ];
}
