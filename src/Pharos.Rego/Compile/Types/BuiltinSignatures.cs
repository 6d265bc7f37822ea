using System.Collections.Frozen;

namespace Pharos.Rego.Compile.Types;

/// <summary>
/// What every builtin takes and gives. A line is the name, the arguments, and behind <c>&gt;</c> the result, each with its name before a colon.
/// Types are <c>n</c> number, <c>s</c> string, <c>b</c> boolean, <c>0</c> null, <c>*</c> anything, <c>[T]</c> array, <c>&lt;A,B&gt;</c> array of just these,
/// <c>{T}</c> set, <c>{K=V}</c> object, <c>{name:T;K=V}</c> object with a known key, <c>(A|B)</c> one of several.
/// </summary>
internal static class BuiltinSignatures
{
    private const string Table = """
        abs x:n > y:n
        all ([*]|{*}) > b
        and x:{*} y:{*} > z:{*}
        any ([*]|{*}) > b
        array.concat x:[*] y:[*] > z:[*]
        array.flatten arr:[*] > flattened:[*]
        array.reverse arr:[*] > rev:[*]
        array.slice arr:[*] start:n stop:n > slice:[*]
        assign * * > b
        base64.decode x:s > y:s
        base64.encode x:s > y:s
        base64.is_valid x:s > result:b
        base64url.decode x:s > y:s
        base64url.encode x:s > y:s
        base64url.encode_no_pad x:s > y:s
        bits.and x:n y:n > z:n
        bits.lsh x:n s:n > z:n
        bits.negate x:n > z:n
        bits.or x:n y:n > z:n
        bits.rsh x:n s:n > z:n
        bits.xor x:n y:n > z:n
        cast_array * > [*]
        cast_boolean * > b
        cast_null * > 0
        cast_object * > {*=*}
        cast_set * > {*}
        cast_string * > s
        ceil x:n > y:n
        concat delimiter:s collection:([s]|{s}) > output:s
        contains haystack:s needle:s > result:b
        count collection:(s|[*]|{*=*}|{*}) > n:n
        crypto.hmac.equal mac1:s mac2:s > result:b
        crypto.hmac.md5 x:s key:s > y:s
        crypto.hmac.sha1 x:s key:s > y:s
        crypto.hmac.sha256 x:s key:s > y:s
        crypto.hmac.sha512 x:s key:s > y:s
        crypto.md5 x:s > y:s
        crypto.parse_private_keys keys:s > output:[{s=*}]
        crypto.sha1 x:s > y:s
        crypto.sha256 x:s > y:s
        crypto.x509.parse_and_verify_certificates certs:s > output:<b,[{s=*}]>
        crypto.x509.parse_and_verify_certificates_with_options certs:s options:{s=*} > output:<b,[{s=*}]>
        crypto.x509.parse_certificate_request csr:s > output:{s=*}
        crypto.x509.parse_certificates certs:s > output:[{s=*}]
        crypto.x509.parse_keypair cert:s pem:s > output:{s=*}
        crypto.x509.parse_rsa_private_key pem:s > output:{s=*}
        div x:n y:n > z:n
        endswith search:s base:s > result:b
        eq * * > b
        equal x:* y:* > result:b
        floor x:n > y:n
        format_int number:n base:n > output:s
        glob.match pattern:s delimiters:(0|[s]) match:s > result:b
        glob.quote_meta pattern:s > output:s
        graph.reachable graph:{*=([*]|{*})} initial:([*]|{*}) > output:{*}
        graph.reachable_paths graph:{*=([*]|{*})} initial:([*]|{*}) > output:{[*]}
        graphql.is_valid query:(s|{*=*}) schema:(s|{*=*}) > output:b
        graphql.parse query:(s|{*=*}) schema:(s|{*=*}) > output:<{*=*},{*=*}>
        graphql.parse_and_verify query:(s|{*=*}) schema:(s|{*=*}) > output:<b,{*=*},{*=*}>
        graphql.parse_query query:s > output:{*=*}
        graphql.parse_schema schema:s > output:{*=*}
        graphql.schema_is_valid schema:(s|{*=*}) > output:b
        gt x:* y:* > result:b
        gte x:* y:* > result:b
        hex.decode x:s > y:s
        hex.encode x:s > y:s
        http.send request:{s=*} > response:{*=*}
        indexof haystack:s needle:s > output:n
        indexof_n haystack:s needle:s > output:[n]
        internal.member_2 * * > b
        internal.member_3 * * * > b
        internal.print [{*}] >
        internal.template_string [*] > s
        internal.test_case [*] >
        intersection xs:{{*}} > y:{*}
        io.jwt.decode jwt:s > output:<{*=*},{*=*},s>
        io.jwt.decode_verify jwt:s constraints:{s=*} > output:<b,{*=*},{*=*}>
        io.jwt.encode_sign headers:{s=*} payload:{s=*} key:{s=*} > output:s
        io.jwt.encode_sign_raw headers:s payload:s key:s > output:s
        io.jwt.verify_eddsa jwt:s certificate:s > result:b
        io.jwt.verify_es256 jwt:s certificate:s > result:b
        io.jwt.verify_es384 jwt:s certificate:s > result:b
        io.jwt.verify_es512 jwt:s certificate:s > result:b
        io.jwt.verify_hs256 jwt:s secret:s > result:b
        io.jwt.verify_hs384 jwt:s secret:s > result:b
        io.jwt.verify_hs512 jwt:s secret:s > result:b
        io.jwt.verify_ps256 jwt:s certificate:s > result:b
        io.jwt.verify_ps384 jwt:s certificate:s > result:b
        io.jwt.verify_ps512 jwt:s certificate:s > result:b
        io.jwt.verify_rs256 jwt:s certificate:s > result:b
        io.jwt.verify_rs384 jwt:s certificate:s > result:b
        io.jwt.verify_rs512 jwt:s certificate:s > result:b
        is_array x:* > result:b
        is_boolean x:* > result:b
        is_null x:* > result:b
        is_number x:* > result:b
        is_object x:* > result:b
        is_set x:* > result:b
        is_string x:* > result:b
        json.filter object:{*=*} paths:([(s|[*])]|{(s|[*])}) > filtered:{*=*}
        json.is_valid x:s > result:b
        json.marshal x:* > y:s
        json.marshal_with_options x:* opts:{indent:s,prefix:s,pretty:b;s=*} > y:s
        json.match_schema document:(s|{*=*}) schema:(s|{*=*}) > output:<b,[{desc:s,error:s,field:s,type:s}]>
        json.patch target:* patches:[{op:s,path:*;*=*}] > output:*
        json.remove object:{*=*} paths:([(s|[*])]|{(s|[*])}) > output:{*=*}
        json.unmarshal x:s > y:*
        json.verify_schema schema:(s|{*=*}) > output:<b,(0|s)>
        lower x:s > y:s
        lt x:* y:* > result:b
        lte x:* y:* > result:b
        max collection:([*]|{*}) > n:*
        min collection:([*]|{*}) > n:*
        minus x:(n|{*}) y:(n|{*}) > z:(n|{*})
        mul x:n y:n > z:n
        neq x:* y:* > result:b
        net.cidr_contains cidr:s cidr_or_ip:s > result:b
        net.cidr_contains_matches cidrs:(s|[(s|[*])]|{s=(s|[*])}|{(s|[*])}) cidrs_or_ips:(s|[(s|[*])]|{s=(s|[*])}|{(s|[*])}) > output:{<*,*>}
        net.cidr_expand cidr:s > hosts:{s}
        net.cidr_intersects cidr1:s cidr2:s > result:b
        net.cidr_is_valid cidr:s > result:b
        net.cidr_merge addrs:([(s)]|{s}) > output:{s}
        net.cidr_overlap s s > b
        net.lookup_ip_addr name:s > addrs:{s}
        numbers.range a:n b:n > range:[n]
        numbers.range_step a:n b:n step:n > range:[n]
        object.filter object:{*=*} keys:([*]|{*=*}|{*}) > filtered:{*=*}
        object.get object:{*=*} key:* default:* > value:*
        object.keys object:{*=*} > value:{*}
        object.remove object:{*=*} keys:([*]|{*=*}|{*}) > output:{*=*}
        object.subset super:([*]|{*=*}|{*}) sub:([*]|{*=*}|{*}) > result:b
        object.union a:{*=*} b:{*=*} > output:{*=*}
        object.union_n objects:[{*=*}] > output:{*=*}
        opa.runtime > output:{s=*}
        or x:{*} y:{*} > z:{*}
        plus x:n y:n > z:n
        product collection:([n]|{n}) > n:n
        providers.aws.sign_req request:{s=*} aws_config:{s=*} time_ns:n > signed_request:{*=*}
        rand.intn str:s n:n > y:n
        re_match s s > b
        regex.find_all_string_submatch_n pattern:s value:s number:n > output:[[s]]
        regex.find_n pattern:s value:s number:n > output:[s]
        regex.globs_match glob1:s glob2:s > result:b
        regex.is_valid pattern:s > result:b
        regex.match pattern:s value:s > result:b
        regex.replace s:s pattern:s value:s > output:s
        regex.split pattern:s value:s > output:[s]
        regex.template_match template:s value:s delimiter_start:s delimiter_end:s > result:b
        rego.metadata.chain > chain:[*]
        rego.metadata.rule > output:*
        rego.parse_module filename:s rego:s > output:{s=*}
        rem x:n y:n > z:n
        replace x:s old:s new:s > y:s
        round x:n > y:n
        semver.compare a:s b:s > result:n
        semver.is_valid vsn:* > result:b
        set_diff {*} {*} > {*}
        sort collection:([*]|{*}) > n:[*]
        split x:s delimiter:s > ys:[s]
        sprintf format:s values:[*] > output:s
        startswith search:s base:s > result:b
        strings.any_prefix_match search:(s|[s]|{s}) base:(s|[s]|{s}) > result:b
        strings.any_suffix_match search:(s|[s]|{s}) base:(s|[s]|{s}) > result:b
        strings.count search:s substring:s > output:n
        strings.render_template value:s vars:{s=*} > result:s
        strings.replace_n patterns:{s=s} value:s > output:s
        strings.reverse x:s > y:s
        strings.split_n x:s delimiter:s n:n > ys:[s]
        substring value:s offset:n length:n > output:s
        sum collection:([n]|{n}) > n:n
        time.add_date ns:n years:n months:n days:n > output:n
        time.clock x:(n|<n,s>) > output:<n,n,n>
        time.date x:(n|<n,s>) > date:<n,n,n>
        time.diff ns1:(n|<n,s>) ns2:(n|<n,s>) > output:<n,n,n,n,n,n>
        time.format x:(n|<n,s>|<n,s,s>) > formatted:s
        time.now_ns > now:n
        time.parse_duration_ns duration:s > ns:n
        time.parse_ns layout:s value:s > ns:n
        time.parse_rfc3339_ns value:s > ns:n
        time.weekday x:(n|<n,s>) > day:s
        to_number value:(0|b|n|s) > num:n
        trace note:s > result:b
        trim value:s cutset:s > output:s
        trim_left value:s cutset:s > output:s
        trim_prefix value:s prefix:s > output:s
        trim_right value:s cutset:s > output:s
        trim_space value:s > output:s
        trim_suffix value:s suffix:s > output:s
        type_name x:* > type:s
        union xs:{{*}} > y:{*}
        units.parse x:s > y:n
        units.parse_bytes x:s > y:n
        upper x:s > y:s
        uri.is_valid uri:s > result:b
        uri.parse uri:s > output:{s=s}
        urlquery.decode x:s > y:s
        urlquery.decode_object x:s > object:{s=[s]}
        urlquery.encode x:s > y:s
        urlquery.encode_object object:{s=(s|[s]|{s})} > y:s
        uuid.parse uuid:s > result:{s=*}
        uuid.rfc4122 k:s > output:s
        walk x:* > output:<[*],*>
        yaml.is_valid x:s > result:b
        yaml.marshal x:* > y:s
        yaml.unmarshal x:s > y:*
        """;

    private static readonly FrozenDictionary<string, Signature> ByName = Table.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Select(Signature.Read).ToFrozenDictionary(s => s.Name, StringComparer.Ordinal);

    public static IEnumerable<string> Names => ByName.Keys;

    public static Signature? Of(string name) => ByName.GetValueOrDefault(name);
}
