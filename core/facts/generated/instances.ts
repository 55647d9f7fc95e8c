// Made by scripts/generate-facts.ts; do not edit.
//
// EC2 network limits by instance type. Source: pkg/vpc/vpc_ip_resource_limit.go of aws/amazon-vpc-cni-k8s (Apache-2.0,
// Copyright Amazon.com Inc. or its affiliates), which that project generates from ec2:DescribeInstanceTypes; table of
// 2026-08-11, read at commit b52188387f2e2f10bf289ace929d6a63b176a4fa (2026-08-20). Facts only: no code is taken over.
//
// A line is a family, then `size:interfaces.ipv4PerInterface` and one letter: n Nitro, m bare metal on Nitro,
// b bare metal, x Xen, u unknown. Interfaces are those of the default network card; several cards follow as
// `/interfaces` or `/interfaces*cards`, card 0 first.

/** Day the source table last changed. */
export const INSTANCE_LIMITS_DATE = "2026-08-11";

/** Number of instance types. */
export const INSTANCE_COUNT = 1391;

export const INSTANCE_LIMITS = `
a1 2xlarge:4.15n 4xlarge:8.30n large:3.10n medium:2.4n metal:8.30b xlarge:4.15n
bmn-sf1 metal:15.50b
c1 medium:2.6x xlarge:4.15x
c3 2xlarge:4.15x 4xlarge:8.30x 8xlarge:8.30x large:3.10x xlarge:4.15x
c4 2xlarge:4.15x 4xlarge:8.30x 8xlarge:8.30x large:3.10x xlarge:4.15x
c5 12xlarge:8.30n 18xlarge:15.50n 24xlarge:15.50n 2xlarge:4.15n 4xlarge:8.30n 9xlarge:8.30n large:3.10n metal:15.50b xlarge:4.15n
c5a 12xlarge:8.30n 16xlarge:15.50n 24xlarge:15.50n 2xlarge:4.15n 4xlarge:8.30n 8xlarge:8.30n large:3.10n metal:15.50b xlarge:4.15n
c5ad 12xlarge:8.30n 16xlarge:15.50n 24xlarge:15.50n 2xlarge:4.15n 4xlarge:8.30n 8xlarge:8.30n large:3.10n metal:15.50b xlarge:4.15n
c5d 12xlarge:8.30n 18xlarge:15.50n 24xlarge:15.50n 2xlarge:4.15n 4xlarge:8.30n 9xlarge:8.30n large:3.10n metal:15.50b xlarge:4.15n
c5n 18xlarge:15.50n 2xlarge:4.15n 4xlarge:8.30n 9xlarge:8.30n large:3.10n metal:15.50b xlarge:4.15n
c6a 12xlarge:8.30n 16xlarge:15.50n 24xlarge:15.50n 2xlarge:4.15n 32xlarge:15.50n 48xlarge:15.50n 4xlarge:8.30n 8xlarge:8.30n large:3.10n metal:15.50b xlarge:4.15n
c6g 12xlarge:8.30n 16xlarge:15.50n 2xlarge:4.15n 4xlarge:8.30n 8xlarge:8.30n large:3.10n medium:2.4n metal:15.50b xlarge:4.15n
c6gd 12xlarge:8.30n 16xlarge:15.50n 2xlarge:4.15n 4xlarge:8.30n 8xlarge:8.30n large:3.10n medium:2.4n metal:15.50b xlarge:4.15n
c6gn 12xlarge:8.30n 16xlarge:15.50n 2xlarge:4.15n 4xlarge:8.30n 8xlarge:8.30n large:3.10n medium:2.4n xlarge:4.15n
c6i 12xlarge:8.30n 16xlarge:15.50n 24xlarge:15.50n 2xlarge:4.15n 32xlarge:15.50n 4xlarge:8.30n 8xlarge:8.30n large:3.10n metal:15.50b xlarge:4.15n
c6id 12xlarge:8.30n 16xlarge:15.50n 24xlarge:15.50n 2xlarge:4.15n 32xlarge:15.50n 4xlarge:8.30n 8xlarge:8.30n large:3.10n metal:15.50b xlarge:4.15n
c6in 12xlarge:8.30n 16xlarge:15.50n 24xlarge:15.50n 2xlarge:4.15n 32xlarge:8.50n/8*2 4xlarge:8.30n 8xlarge:8.30n large:3.10n metal:8.50b/8*2 xlarge:4.15n
c7a 12xlarge:8.30n 16xlarge:15.50n 24xlarge:15.50n 2xlarge:4.15n 32xlarge:15.50n 48xlarge:15.50n 4xlarge:8.30n 8xlarge:8.30n large:3.10n medium:2.4n metal-48xl:15.50b xlarge:4.15n
c7g 12xlarge:8.30n 16xlarge:15.50n 2xlarge:4.15n 4xlarge:8.30n 8xlarge:8.30n large:3.10n medium:2.4n metal:15.50m xlarge:4.15n
c7gd 12xlarge:8.30n 16xlarge:15.50n 2xlarge:4.15n 4xlarge:8.30n 8xlarge:8.30n large:3.10n medium:2.4n metal:15.50b xlarge:4.15n
c7gn 12xlarge:8.30n 16xlarge:15.50n 2xlarge:4.15n 4xlarge:8.30n 8xlarge:8.30n large:3.10n medium:2.4n metal:15.50b xlarge:4.15n
c7i 12xlarge:8.30n 16xlarge:15.50n 24xlarge:15.50n 2xlarge:4.15n 32xlarge:15.50n 48xlarge:15.50n 4xlarge:8.30n 8xlarge:8.30n large:3.10n metal-24xl:15.50b metal-48xl:15.50b xlarge:4.15n
c7i-flex 12xlarge:8.30n 16xlarge:15.50n 2xlarge:4.15n 4xlarge:8.30n 8xlarge:8.30n large:3.10n xlarge:4.15n
c8a 12xlarge:12.64n 16xlarge:16.64n 24xlarge:16.64n 2xlarge:4.40n 48xlarge:24.64n 4xlarge:8.40n 8xlarge:10.40n large:3.20n medium:2.4n metal-24xl:16.64b metal-48xl:24.64b xlarge:4.20n
c8g 12xlarge:8.30n 16xlarge:15.50n 24xlarge:15.50n 2xlarge:4.15n 48xlarge:15.50n 4xlarge:8.30n 8xlarge:8.30n large:3.10n medium:2.4n metal-24xl:15.50b metal-48xl:15.50b xlarge:4.15n
c8gb 12xlarge:12.30n 16xlarge:16.50n 24xlarge:24.50n 2xlarge:4.15n 48xlarge:12.50n/12*2 4xlarge:8.30n 8xlarge:10.30n large:3.10n medium:2.4n metal-24xl:24.50b metal-48xl:12.50b/12*2 xlarge:4.15n
c8gd 12xlarge:8.30n 16xlarge:15.50n 24xlarge:15.50n 2xlarge:4.15n 48xlarge:15.50n 4xlarge:8.30n 8xlarge:8.30n large:3.10n medium:2.4n metal-24xl:15.50b metal-48xl:15.50b xlarge:4.15n
c8gn 12xlarge:12.30n 16xlarge:16.50n 24xlarge:24.50n 2xlarge:4.15n 48xlarge:12.50n/12*2 4xlarge:8.30n 8xlarge:10.30n large:3.10n medium:2.4n metal-24xl:24.50b metal-48xl:12.50b/12*2 xlarge:4.15n
c8i 12xlarge:12.50n 16xlarge:16.64n 24xlarge:16.64n 2xlarge:4.30n 32xlarge:24.64n 48xlarge:24.64n 4xlarge:8.50n 8xlarge:10.50n 96xlarge:24.64n large:3.20n metal-48xl:24.64b metal-96xl:24.64b xlarge:4.30n
c8i-flex 12xlarge:12.50n 16xlarge:16.64n 2xlarge:4.30n 4xlarge:8.50n 8xlarge:10.50n large:3.20n xlarge:4.30n
c8ib 12xlarge:12.50n 16xlarge:16.64n 24xlarge:16.64n 2xlarge:4.30n 32xlarge:16.64n 48xlarge:24.64n 4xlarge:8.50n 8xlarge:8.50n 96xlarge:12.64n/12*2 large:4.20n metal-48xl:24.64b metal-96xl:12.64b/12*2 xlarge:4.30n
c8id 12xlarge:12.50n 16xlarge:16.64n 24xlarge:16.64n 2xlarge:4.30n 32xlarge:24.64n 48xlarge:24.64n 4xlarge:8.50n 8xlarge:10.50n 96xlarge:24.64n large:3.20n metal-48xl:24.64b metal-96xl:24.64b xlarge:4.30n
c8in 12xlarge:12.50n 16xlarge:16.64n 24xlarge:16.64n 2xlarge:4.30n 32xlarge:16.64n 48xlarge:24.64n 4xlarge:8.50n 8xlarge:8.50n 96xlarge:12.64n/12*2 large:4.20n metal-48xl:24.64b metal-96xl:12.64b/12*2 xlarge:4.30n
c8ine 12xlarge:12.50n 2xlarge:4.30n 4xlarge:8.50n 8xlarge:8.50n large:4.20n xlarge:4.30n
c9g 12xlarge:12.50n 16xlarge:16.64n 24xlarge:24.64n 2xlarge:4.30n 48xlarge:24.64n 4xlarge:8.50n 8xlarge:10.50n large:3.20n medium:2.20n metal-48xl:24.64b xlarge:4.30n
c9gd 12xlarge:12.50n 16xlarge:16.64n 24xlarge:24.64n 2xlarge:4.30n 48xlarge:24.64n 4xlarge:8.50n 8xlarge:10.50n large:3.20n medium:2.20n metal-48xl:24.64b xlarge:4.30n
cr1 8xlarge:8.30u
d2 2xlarge:4.15x 4xlarge:8.30x 8xlarge:8.30x xlarge:4.15x
d3 2xlarge:4.5n 4xlarge:4.10n 8xlarge:3.20n xlarge:4.3n
d3en 12xlarge:3.30n 2xlarge:4.5n 4xlarge:4.10n 6xlarge:4.15n 8xlarge:4.20n xlarge:4.3n
dl1 24xlarge:15.50n/15*4
dl2q 24xlarge:15.50n
f1 16xlarge:8.50x 2xlarge:4.15x 4xlarge:8.30x
f2 12xlarge:8.30n 48xlarge:15.50n 6xlarge:8.30n
g4ad 16xlarge:8.30n 2xlarge:2.4n 4xlarge:3.10n 8xlarge:4.15n xlarge:2.4n
g4dn 12xlarge:8.30n 16xlarge:4.15n 2xlarge:3.10n 4xlarge:3.10n 8xlarge:4.15n metal:15.50b xlarge:3.10n
g5 12xlarge:15.50n 16xlarge:8.30n 24xlarge:15.50n 2xlarge:4.15n 48xlarge:7.50n 4xlarge:8.30n 8xlarge:8.30n xlarge:4.15n
g5g 16xlarge:15.50n 2xlarge:4.15n 4xlarge:8.30n 8xlarge:8.30n metal:15.50b xlarge:4.15n
g6 12xlarge:8.30n 16xlarge:15.50n 24xlarge:15.50n 2xlarge:4.15n 48xlarge:15.50n 4xlarge:8.30n 8xlarge:8.30n xlarge:4.15n
g6e 12xlarge:10.30n 16xlarge:15.50n 24xlarge:10.50n/10*2 2xlarge:4.15n 48xlarge:10.50n/10*4 4xlarge:8.30n 8xlarge:8.30n xlarge:4.15n
g6f 2xlarge:4.15n 4xlarge:8.30n large:2.10n xlarge:4.15n
g7 12xlarge:12.64n 24xlarge:24.64n 2xlarge:4.64n 48xlarge:12.64n/12*2 4xlarge:8.64n 8xlarge:10.64n
g7e 12xlarge:10.64n 24xlarge:10.64n/10*2 2xlarge:4.64n 48xlarge:10.64n/10*4 4xlarge:8.64n 8xlarge:8.64n
gr6 4xlarge:8.30n 8xlarge:8.30n
gr6f 4xlarge:8.30n
h1 16xlarge:8.50x 2xlarge:4.15x 4xlarge:8.30x 8xlarge:8.30x
hpc6a 48xlarge:2.50n
hpc6id 32xlarge:1.50n/1*2
hpc7a 12xlarge:2.50n/2*2 24xlarge:2.50n/2*2 48xlarge:2.50n/2*2 96xlarge:2.50n/2*2
hpc7g 16xlarge:4.50n 4xlarge:4.50n 8xlarge:4.50n
hpc8a 96xlarge:2.50n/2*2
hs1 8xlarge:8.30u
i2 2xlarge:4.15x 4xlarge:8.30x 8xlarge:8.30x xlarge:4.15x
i3 16xlarge:15.50x 2xlarge:4.15x 4xlarge:8.30x 8xlarge:8.30x large:3.10x xlarge:4.15x
i3en 12xlarge:8.30n 24xlarge:15.50n 2xlarge:4.15n 3xlarge:4.15n 6xlarge:8.30n large:3.10n metal:15.50b xlarge:4.15n
i4g 16xlarge:15.50n 2xlarge:4.15n 4xlarge:8.30n 8xlarge:8.30n large:3.10n xlarge:4.15n
i4i 12xlarge:8.30n 16xlarge:15.50n 24xlarge:15.30n 2xlarge:4.15n 32xlarge:15.50n 4xlarge:8.30n 8xlarge:8.30n large:3.10n metal:15.50b xlarge:4.15n
i7i 12xlarge:8.30n 16xlarge:15.50n 24xlarge:15.50n 2xlarge:4.15n 48xlarge:15.50n 4xlarge:8.30n 8xlarge:8.30n large:3.10n metal-24xl:15.50b metal-48xl:15.50b xlarge:4.15n
i7ie 12xlarge:8.50n 18xlarge:15.50n 24xlarge:15.50n 2xlarge:4.15n 3xlarge:4.15n 48xlarge:15.50n 6xlarge:8.30n large:3.10n metal-24xl:15.50b metal-48xl:15.50b xlarge:4.15n
i8g 12xlarge:8.30n 16xlarge:15.50n 24xlarge:15.50n 2xlarge:4.15n 48xlarge:15.50n 4xlarge:8.30n 8xlarge:8.30n large:3.10n metal-24xl:15.50b metal-48xl:15.50b xlarge:4.15n
i8ge 12xlarge:12.30n 18xlarge:16.50n 24xlarge:16.50n 2xlarge:4.15n 3xlarge:6.30n 48xlarge:24.50n 6xlarge:10.30n large:3.10n metal-24xl:16.50b metal-48xl:24.50b xlarge:4.15n
im4gn 16xlarge:15.50n 2xlarge:4.15n 4xlarge:8.30n 8xlarge:8.30n large:3.10n xlarge:4.15n
inf1 24xlarge:11.30n 2xlarge:4.10n 6xlarge:8.30n xlarge:4.10n
inf2 24xlarge:15.50n 48xlarge:15.50n 8xlarge:8.30n xlarge:4.15n
is4gen 2xlarge:4.15n 4xlarge:8.30n 8xlarge:8.30n large:3.10n medium:2.4n xlarge:4.15n
m1 large:3.10x medium:2.6x small:2.4x xlarge:4.15x
m2 2xlarge:4.30x 4xlarge:8.30x xlarge:4.15x
m3 2xlarge:4.30x large:3.10x medium:2.6x xlarge:4.15x
m4 10xlarge:8.30x 16xlarge:8.30x 2xlarge:4.15x 4xlarge:8.30x large:2.10x xlarge:4.15x
m5 12xlarge:8.30n 16xlarge:15.50n 24xlarge:15.50n 2xlarge:4.15n 4xlarge:8.30n 8xlarge:8.30n large:3.10n metal:15.50b xlarge:4.15n
m5a 12xlarge:8.30n 16xlarge:15.50n 24xlarge:15.50n 2xlarge:4.15n 4xlarge:8.30n 8xlarge:8.30n large:3.10n xlarge:4.15n
m5ad 12xlarge:8.30n 16xlarge:15.50n 24xlarge:15.50n 2xlarge:4.15n 4xlarge:8.30n 8xlarge:8.30n large:3.10n xlarge:4.15n
m5d 12xlarge:8.30n 16xlarge:15.50n 24xlarge:15.50n 2xlarge:4.15n 4xlarge:8.30n 8xlarge:8.30n large:3.10n metal:15.50b xlarge:4.15n
m5dn 12xlarge:8.30n 16xlarge:15.50n 24xlarge:15.50n 2xlarge:4.15n 4xlarge:8.30n 8xlarge:8.30n large:3.10n metal:15.50b xlarge:4.15n
m5n 12xlarge:8.30n 16xlarge:15.50n 24xlarge:15.50n 2xlarge:4.15n 4xlarge:8.30n 8xlarge:8.30n large:3.10n metal:15.50b xlarge:4.15n
m5zn 12xlarge:15.50n 2xlarge:4.15n 3xlarge:8.30n 6xlarge:8.30n large:3.10n metal:15.50b xlarge:4.15n
m6a 12xlarge:8.30n 16xlarge:15.50n 24xlarge:15.50n 2xlarge:4.15n 32xlarge:15.50n 48xlarge:15.50n 4xlarge:8.30n 8xlarge:8.30n large:3.10n metal:15.50b xlarge:4.15n
m6g 12xlarge:8.30n 16xlarge:15.50n 2xlarge:4.15n 4xlarge:8.30n 8xlarge:8.30n large:3.10n medium:2.4n metal:15.50b xlarge:4.15n
m6gd 12xlarge:8.30n 16xlarge:15.50n 2xlarge:4.15n 4xlarge:8.30n 8xlarge:8.30n large:3.10n medium:2.4n metal:15.50b xlarge:4.15n
m6i 12xlarge:8.30n 16xlarge:15.50n 24xlarge:15.50n 2xlarge:4.15n 32xlarge:15.50n 4xlarge:8.30n 8xlarge:8.30n large:3.10n metal:15.50b xlarge:4.15n
m6id 12xlarge:8.30n 16xlarge:15.50n 24xlarge:15.50n 2xlarge:4.15n 32xlarge:15.50n 4xlarge:8.30n 8xlarge:8.30n large:3.10n metal:15.50b xlarge:4.15n
m6idn 12xlarge:8.30n 16xlarge:15.50n 24xlarge:15.50n 2xlarge:4.15n 32xlarge:8.50n/8*2 4xlarge:8.30n 8xlarge:8.30n large:3.10n metal:8.50b/8*2 xlarge:4.15n
m6in 12xlarge:8.30n 16xlarge:15.50n 24xlarge:15.50n 2xlarge:4.15n 32xlarge:8.50n/8*2 4xlarge:8.30n 8xlarge:8.30n large:3.10n metal:8.50b/8*2 xlarge:4.15n
m7a 12xlarge:8.30n 16xlarge:15.50n 24xlarge:15.50n 2xlarge:4.15n 32xlarge:15.50n 48xlarge:15.50n 4xlarge:8.30n 8xlarge:8.30n large:3.10n medium:2.4n metal-48xl:15.50b xlarge:4.15n
m7g 12xlarge:8.30n 16xlarge:15.50n 2xlarge:4.15n 4xlarge:8.30n 8xlarge:8.30n large:3.10n medium:2.4n metal:15.50b xlarge:4.15n
m7gd 12xlarge:8.30n 16xlarge:15.50n 2xlarge:4.15n 4xlarge:8.30n 8xlarge:8.30n large:3.10n medium:2.4n metal:15.50b xlarge:4.15n
m7i 12xlarge:8.30n 16xlarge:15.50n 24xlarge:15.50n 2xlarge:4.15n 48xlarge:15.50n 4xlarge:8.30n 8xlarge:8.30n large:3.10n metal-24xl:15.50b metal-48xl:15.50b xlarge:4.15n
m7i-flex 12xlarge:8.30n 16xlarge:15.50n 2xlarge:4.15n 4xlarge:8.30n 8xlarge:8.30n large:3.10n xlarge:4.15n
m8a 12xlarge:12.64n 16xlarge:16.64n 24xlarge:16.64n 2xlarge:4.40n 48xlarge:24.64n 4xlarge:8.40n 8xlarge:10.40n large:3.20n medium:2.4n metal-24xl:16.64b metal-48xl:24.64b xlarge:4.20n
m8azn 12xlarge:16.64n 24xlarge:16.64n 3xlarge:8.40n 6xlarge:8.40n large:4.20n medium:3.4n metal-12xl:16.64b metal-24xl:16.64b xlarge:4.20n
m8g 12xlarge:8.30n 16xlarge:15.50n 24xlarge:15.50n 2xlarge:4.15n 48xlarge:15.50n 4xlarge:8.30n 8xlarge:8.30n large:3.10n medium:2.4n metal-24xl:15.50b metal-48xl:15.50b xlarge:4.15n
m8gb 12xlarge:12.30n 16xlarge:16.50n 24xlarge:24.50n 2xlarge:4.15n 48xlarge:12.50n/12*2 4xlarge:8.30n 8xlarge:10.30n large:3.10n medium:2.4n metal-24xl:24.50b metal-48xl:12.50b/12*2 xlarge:4.15n
m8gd 12xlarge:8.30n 16xlarge:15.50n 24xlarge:15.50n 2xlarge:4.15n 48xlarge:15.50n 4xlarge:8.30n 8xlarge:8.30n large:3.10n medium:2.4n metal-24xl:15.50b metal-48xl:15.50b xlarge:4.15n
m8gn 12xlarge:12.30n 16xlarge:16.50n 24xlarge:24.50n 2xlarge:4.15n 48xlarge:12.50n/12*2 4xlarge:8.30n 8xlarge:10.30n large:3.10n medium:2.4n metal-24xl:24.50b metal-48xl:12.50b/12*2 xlarge:4.15n
m8i 12xlarge:12.50n 16xlarge:16.64n 24xlarge:16.64n 2xlarge:4.30n 32xlarge:24.64n 48xlarge:24.64n 4xlarge:8.50n 8xlarge:10.50n 96xlarge:24.64n large:3.20n metal-48xl:24.64b metal-96xl:24.64b xlarge:4.30n
m8i-flex 12xlarge:12.50n 16xlarge:16.64n 2xlarge:4.30n 4xlarge:8.50n 8xlarge:10.50n large:3.20n xlarge:4.30n
m8ib 12xlarge:12.50n 16xlarge:16.64n 24xlarge:16.64n 2xlarge:4.30n 32xlarge:16.64n 48xlarge:24.64n 4xlarge:8.50n 8xlarge:8.50n 96xlarge:12.64n/12*2 large:4.20n metal-48xl:24.64b metal-96xl:12.64b/12*2 xlarge:4.30n
m8id 12xlarge:12.50n 16xlarge:16.64n 24xlarge:16.64n 2xlarge:4.30n 32xlarge:24.64n 48xlarge:24.64n 4xlarge:8.50n 8xlarge:10.50n 96xlarge:24.64n large:3.20n metal-48xl:24.64b metal-96xl:24.64b xlarge:4.30n
m8idb 12xlarge:12.50n 16xlarge:16.64n 24xlarge:16.64n 2xlarge:4.30n 32xlarge:16.64n 48xlarge:24.64n 4xlarge:8.50n 8xlarge:8.50n 96xlarge:12.64n/12*2 large:4.20n metal-48xl:24.64b metal-96xl:12.64b/12*2 xlarge:4.30n
m8idn 12xlarge:12.50n 16xlarge:16.64n 24xlarge:16.64n 2xlarge:4.30n 32xlarge:16.64n 48xlarge:24.64n 4xlarge:8.50n 8xlarge:8.50n 96xlarge:12.64n/12*2 large:4.20n metal-48xl:24.64b metal-96xl:12.64b/12*2 xlarge:4.30n
m8in 12xlarge:12.50n 16xlarge:16.64n 24xlarge:16.64n 2xlarge:4.30n 32xlarge:16.64n 48xlarge:24.64n 4xlarge:8.50n 8xlarge:8.50n 96xlarge:12.64n/12*2 large:4.20n metal-48xl:24.64b metal-96xl:12.64b/12*2 xlarge:4.30n
m8ine 12xlarge:12.50n 2xlarge:4.30n 4xlarge:8.50n 8xlarge:8.50n large:4.20n xlarge:4.30n
m9g 12xlarge:12.50n 16xlarge:16.64n 24xlarge:24.64n 2xlarge:4.30n 48xlarge:24.64n 4xlarge:8.50n 8xlarge:10.50n large:3.20n medium:2.20n metal-48xl:24.64b xlarge:4.30n
m9gd 12xlarge:12.50n 16xlarge:16.64n 24xlarge:24.64n 2xlarge:4.30n 48xlarge:24.64n 4xlarge:8.50n 8xlarge:10.50n large:3.20n medium:2.20n metal-48xl:24.64b xlarge:4.30n
mac-m3ultra metal:8.30b
mac-m4 metal:8.30b
mac-m4max metal:8.30b
mac-m4pro metal:8.30b
mac1 metal:8.30b
mac2 metal:8.30b
mac2-m1ultra metal:8.30b
mac2-m2 metal:8.30b
mac2-m2pro metal:8.30b
p3 16xlarge:8.30x 2xlarge:4.15x 8xlarge:8.30x
p3dn 24xlarge:15.50n
p4d 24xlarge:15.50n/15*4
p4de 24xlarge:15.50n/15*4
p5 48xlarge:2.50n/2*32 4xlarge:4.30n
p5e 48xlarge:2.50n/2*32
p5en 48xlarge:4.50n/4*16
p6-b200 48xlarge:4.50n/4*8
p6-b300 48xlarge:4.50n/4*17
r3 2xlarge:4.15x 4xlarge:8.30x 8xlarge:8.30x large:3.10x xlarge:4.15x
r4 16xlarge:15.50x 2xlarge:4.15x 4xlarge:8.30x 8xlarge:8.30x large:3.10x xlarge:4.15x
r5 12xlarge:8.30n 16xlarge:15.50n 24xlarge:15.50n 2xlarge:4.15n 4xlarge:8.30n 8xlarge:8.30n large:3.10n metal:15.50b xlarge:4.15n
r5a 12xlarge:8.30n 16xlarge:15.50n 24xlarge:15.50n 2xlarge:4.15n 4xlarge:8.30n 8xlarge:8.30n large:3.10n xlarge:4.15n
r5ad 12xlarge:8.30n 16xlarge:15.50n 24xlarge:15.50n 2xlarge:4.15n 4xlarge:8.30n 8xlarge:8.30n large:3.10n xlarge:4.15n
r5b 12xlarge:8.30n 16xlarge:15.50n 24xlarge:15.50n 2xlarge:4.15n 4xlarge:8.30n 8xlarge:8.30n large:3.10n metal:15.50b xlarge:4.15n
r5d 12xlarge:8.30n 16xlarge:15.50n 24xlarge:15.50n 2xlarge:4.15n 4xlarge:8.30n 8xlarge:8.30n large:3.10n metal:15.50b xlarge:4.15n
r5dn 12xlarge:8.30n 16xlarge:15.50n 24xlarge:15.50n 2xlarge:4.15n 4xlarge:8.30n 8xlarge:8.30n large:3.10n metal:15.50b xlarge:4.15n
r5n 12xlarge:8.30n 16xlarge:15.50n 24xlarge:15.50n 2xlarge:4.15n 4xlarge:8.30n 8xlarge:8.30n large:3.10n metal:15.50b xlarge:4.15n
r6a 12xlarge:8.30n 16xlarge:15.50n 24xlarge:15.50n 2xlarge:4.15n 32xlarge:15.50n 48xlarge:15.50n 4xlarge:8.30n 8xlarge:8.30n large:3.10n metal:15.50b xlarge:4.15n
r6g 12xlarge:8.30n 16xlarge:15.50n 2xlarge:4.15n 4xlarge:8.30n 8xlarge:8.30n large:3.10n medium:2.4n metal:15.50b xlarge:4.15n
r6gd 12xlarge:8.30n 16xlarge:15.50n 2xlarge:4.15n 4xlarge:8.30n 8xlarge:8.30n large:3.10n medium:2.4n metal:15.50b xlarge:4.15n
r6i 12xlarge:8.30n 16xlarge:15.50n 24xlarge:15.50n 2xlarge:4.15n 32xlarge:15.50n 4xlarge:8.30n 8xlarge:8.30n large:3.10n metal:15.50b xlarge:4.15n
r6id 12xlarge:8.30n 16xlarge:15.50n 24xlarge:15.50n 2xlarge:4.15n 32xlarge:15.50n 4xlarge:8.30n 8xlarge:8.30n large:3.10n metal:15.50b xlarge:4.15n
r6idn 12xlarge:8.30n 16xlarge:15.50n 24xlarge:15.50n 2xlarge:4.15n 32xlarge:8.50n/8*2 4xlarge:8.30n 8xlarge:8.30n large:3.10n metal:8.50b/8*2 xlarge:4.15n
r6in 12xlarge:8.30n 16xlarge:15.50n 24xlarge:15.50n 2xlarge:4.15n 32xlarge:8.50n/8*2 4xlarge:8.30n 8xlarge:8.30n large:3.10n metal:8.50b/8*2 xlarge:4.15n
r7a 12xlarge:8.30n 16xlarge:15.50n 24xlarge:15.50n 2xlarge:4.15n 32xlarge:15.50n 48xlarge:15.50n 4xlarge:8.30n 8xlarge:8.30n large:3.10n medium:2.4n metal-48xl:15.50b xlarge:4.15n
r7g 12xlarge:8.30n 16xlarge:15.50n 2xlarge:4.15n 4xlarge:8.30n 8xlarge:8.30n large:3.10n medium:2.4n metal:15.50b xlarge:4.15n
r7gd 12xlarge:8.30n 16xlarge:15.50n 2xlarge:4.15n 4xlarge:8.30n 8xlarge:8.30n large:3.10n medium:2.4n metal:15.50b xlarge:4.15n
r7i 12xlarge:8.30n 16xlarge:15.50n 24xlarge:15.50n 2xlarge:4.15n 48xlarge:15.50n 4xlarge:8.30n 8xlarge:8.30n large:3.10n metal-24xl:15.50b metal-48xl:15.50b xlarge:4.15n
r7iz 12xlarge:8.30n 16xlarge:15.50n 2xlarge:4.15n 32xlarge:15.50n 4xlarge:8.30n 8xlarge:8.30n large:3.10n metal-16xl:15.50b metal-32xl:15.50b xlarge:4.15n
r8a 12xlarge:12.64n 16xlarge:16.64n 24xlarge:16.64n 2xlarge:4.40n 48xlarge:24.64n 4xlarge:8.40n 8xlarge:10.40n large:3.20n medium:2.4n metal-24xl:16.64b metal-48xl:24.64b xlarge:4.20n
r8g 12xlarge:8.30n 16xlarge:15.50n 24xlarge:15.50n 2xlarge:4.15n 48xlarge:15.50n 4xlarge:8.30n 8xlarge:8.30n large:3.10n medium:2.4n metal-24xl:15.50b metal-48xl:15.50b xlarge:4.15n
r8gb 12xlarge:12.30n 16xlarge:16.50n 24xlarge:24.50n 2xlarge:4.15n 48xlarge:12.50n/12*2 4xlarge:8.30n 8xlarge:10.30n large:3.10n medium:2.4n metal-24xl:24.50b metal-48xl:12.50b/12*2 xlarge:4.15n
r8gd 12xlarge:8.30n 16xlarge:15.50n 24xlarge:15.50n 2xlarge:4.15n 48xlarge:15.50n 4xlarge:8.30n 8xlarge:8.30n large:3.10n medium:2.4n metal-24xl:15.50b metal-48xl:15.50b xlarge:4.15n
r8gn 12xlarge:12.30n 16xlarge:16.50n 24xlarge:24.50n 2xlarge:4.15n 48xlarge:12.50n/12*2 4xlarge:8.30n 8xlarge:10.30n large:3.10n medium:2.4n metal-24xl:24.50b metal-48xl:12.50b/12*2 xlarge:4.15n
r8i 12xlarge:12.50n 16xlarge:16.64n 24xlarge:16.64n 2xlarge:4.30n 32xlarge:24.64n 48xlarge:24.64n 4xlarge:8.50n 8xlarge:10.50n 96xlarge:24.64n large:3.20n metal-48xl:24.64b metal-96xl:24.64b xlarge:4.30n
r8i-flex 12xlarge:12.50n 16xlarge:16.64n 2xlarge:4.30n 4xlarge:8.50n 8xlarge:10.50n large:3.20n xlarge:4.30n
r8ib 12xlarge:12.50n 16xlarge:16.64n 24xlarge:16.64n 2xlarge:4.30n 32xlarge:16.64n 48xlarge:24.64n 4xlarge:8.50n 8xlarge:8.50n 96xlarge:12.64n/12*2 large:4.20n metal-48xl:24.64b metal-96xl:12.64b/12*2 xlarge:4.30n
r8id 12xlarge:12.50n 16xlarge:16.64n 24xlarge:16.64n 2xlarge:4.30n 32xlarge:24.64n 48xlarge:24.64n 4xlarge:8.50n 8xlarge:10.50n 96xlarge:24.64n large:3.20n metal-48xl:24.64b metal-96xl:24.64b xlarge:4.30n
r8idb 12xlarge:12.50n 16xlarge:16.64n 24xlarge:16.64n 2xlarge:4.30n 32xlarge:16.64n 48xlarge:24.64n 4xlarge:8.50n 8xlarge:8.50n 96xlarge:12.64n/12*2 large:4.20n metal-48xl:24.64b metal-96xl:12.64b/12*2 xlarge:4.30n
r8idn 12xlarge:12.50n 16xlarge:16.64n 24xlarge:16.64n 2xlarge:4.30n 32xlarge:16.64n 48xlarge:24.64n 4xlarge:8.50n 8xlarge:8.50n 96xlarge:12.64n/12*2 large:4.20n metal-48xl:24.64b metal-96xl:12.64b/12*2 xlarge:4.30n
r8in 12xlarge:12.50n 16xlarge:16.64n 24xlarge:16.64n 2xlarge:4.30n 32xlarge:16.64n 48xlarge:24.64n 4xlarge:8.50n 8xlarge:8.50n 96xlarge:12.64n/12*2 large:4.20n metal-48xl:24.64b metal-96xl:12.64b/12*2 xlarge:4.30n
t1 micro:2.2x
t2 2xlarge:3.15x large:3.12x medium:3.6x micro:2.2x nano:2.2x small:3.4x xlarge:3.15x
t3 2xlarge:4.15n large:3.12n medium:3.6n micro:2.2n nano:2.2n small:3.4n xlarge:4.15n
t3a 2xlarge:4.15n large:3.12n medium:3.6n micro:2.2n nano:2.2n small:2.4n xlarge:4.15n
t4g 2xlarge:4.15n large:3.12n medium:3.6n micro:2.2n nano:2.2n small:3.4n xlarge:4.15n
trn1 2xlarge:4.15n 32xlarge:5.50n/5*8
trn1n 32xlarge:5.50n/5*16
trn2 3xlarge:2.15n 48xlarge:2.50n/2*16
u-12tb1 metal:5.30b
u-18tb1 metal:15.50b
u-24tb1 metal:15.50b
u-3tb1 56xlarge:8.30n
u-6tb1 112xlarge:15.50n 56xlarge:15.50n metal:5.30b
u-9tb1 metal:5.30b
u7i-12tb 224xlarge:15.50n
u7i-6tb 112xlarge:15.50n
u7i-8tb 112xlarge:15.50n
u7in-16tb 224xlarge:8.50n/8*2
u7in-24tb 224xlarge:8.50n/8*2
u7in-32tb 224xlarge:8.50n/8*2
vt1 24xlarge:15.50n 3xlarge:4.15n 6xlarge:8.30n
x1 16xlarge:8.30x 32xlarge:8.30x
x1e 16xlarge:8.30x 2xlarge:4.15x 32xlarge:8.30x 4xlarge:4.15x 8xlarge:4.15x xlarge:3.10x
x2gd 12xlarge:8.30n 16xlarge:15.50n 2xlarge:4.15n 4xlarge:8.30n 8xlarge:8.30n large:3.10n medium:2.4n metal:15.50b xlarge:4.15n
x2idn 16xlarge:15.50n 24xlarge:15.50n 32xlarge:15.50n metal:15.50b
x2iedn 16xlarge:15.50n 24xlarge:15.50n 2xlarge:4.15n 32xlarge:15.50n 4xlarge:8.30n 8xlarge:8.30n metal:15.50b xlarge:4.15n
x2iezn 12xlarge:15.50n 2xlarge:4.15n 4xlarge:8.30n 6xlarge:8.30n 8xlarge:8.30n metal:15.50b
x8aedz 12xlarge:16.64n 24xlarge:16.64n 3xlarge:8.40n 6xlarge:8.40n large:4.20n metal-12xl:16.64b metal-24xl:16.64b xlarge:4.20n
x8g 12xlarge:8.30n 16xlarge:15.50n 24xlarge:15.50n 2xlarge:4.15n 48xlarge:15.50n 4xlarge:8.30n 8xlarge:8.30n large:3.10n medium:2.4n metal-24xl:15.50b metal-48xl:15.50b xlarge:4.15n
x8i 12xlarge:12.50n 16xlarge:16.64n 24xlarge:16.64n 2xlarge:4.30n 32xlarge:24.64n 48xlarge:24.64n 4xlarge:8.50n 64xlarge:24.64n 8xlarge:10.50n 96xlarge:24.64n large:3.20n metal-48xl:24.64b metal-96xl:24.64b xlarge:4.30n
z1d 12xlarge:15.50n 2xlarge:4.15n 3xlarge:8.30n 6xlarge:8.30n large:3.10n metal:15.50b xlarge:4.15n
`;
