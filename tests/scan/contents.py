"""The contents of the fixtures: manifests of each kind, bills of materials, and what the radar looks for."""

import json


def package(**dependencies):
    return json.dumps({"name": "own", "version": "0.0.1", "dependencies": dependencies}, indent=2) + "\n"


def pom(kafka):
    dependency = f"""
    <dependency>
      <groupId>org.apache.kafka</groupId>
      <artifactId>kafka-clients</artifactId>
      <version>${{kafka.version}}</version>
    </dependency>""" if kafka else ""
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>org.example</groupId>
  <artifactId>ledger</artifactId>
  <version>1.0.0</version>
  <properties><kafka.version>{kafka or "9.9.9"}</kafka.version></properties>
  <dependencies>{dependency}
    <dependency><groupId>org.postgresql</groupId><artifactId>postgresql</artifactId><version>42.7.3</version></dependency>
    <!-- <dependency><groupId>org.commented</groupId><artifactId>out</artifactId><version>1</version></dependency> -->
  </dependencies>
</project>
"""


MAILMAP = """# Who is who.
Ada <ada@example.org> <ada@laptop.local>
Bea <bea@example.org> Bea <build@example.org>
Cid <cid@example.org> Cid <build@example.org>
"""

PEOPLE_TOML = """
[person.ada]
name = "Ada"
emails = ["ada@example.org"]
practising = [{ from = 2020-01-01 }]
[person.bea]
name = "Bea"
emails = ["BEA@example.org"]
practising = [{ from = 2020-01-01 }]
[person.cid]
name = "Cid"
emails = ["cid@example.org"]
[person.dee]
name = "Dee"
emails = ["dee@example.org", "dee@old.example.org"]
"""

DOCKERFILE = """# syntax=docker/dockerfile:1
FROM node:20.11-alpine AS build
RUN echo FROM python:3
FROM build AS again
FROM docker.io/library/nginx:1.27
COPY --from=build /x /x
"""

COMPOSE = """services:
  web:
    build: .
  broker:
    image: apache/kafka:3.7.0
  db:
    image: "postgres:16"   # the same as in production
"""

WORKSPACE = """[workspace]
members = ["a", "b"]
[workspace.dependencies]
serde = "1.0.200"
tokio = { version = "1.38", features = ["full"] }
unused = "9.0.0"
"""

MEMBER = """[package]
name = "a"
[dependencies]
serde.workspace = true
"""

MEMBER_B = """[package]
name = "b"
[dependencies]
a = { path = "../a" }
tokio = { workspace = true }
[dev-dependencies]
proptest = "=1.4.0"
"""

REQUIREMENTS = """# pinned
pandas==2.1.4
Django>=4.2,<5  # the long-term one
boto3
-r other.txt
"""

PYPROJECT = """[project]
name = "forecast"
dependencies = ["pandas==2.2.0", "scikit_learn~=1.4", "boto3"]
[project.optional-dependencies]
web = ["fastapi[all]>=0.110,<1"]
"""

POETRY = """[tool.poetry]
name = "jobs"
[tool.poetry.dependencies]
python = "^3.12"
celery = "^5.3.6"
"""

GO_MOD = """module example.org/fleet

go 1.22

require (
\tgithub.com/segmentio/kafka-go v0.4.47
\tgithub.com/jackc/pgx/v5 v5.5.5
\tgolang.org/x/sync v0.7.0 // indirect
)

require github.com/go-chi/chi/v5 v5.0.12 // indirect
"""

TERRAFORM = """terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.40"
    }
  }
}
"""

CHART = """apiVersion: v2
name: fleet
version: 0.1.0
dependencies:
  - name: postgresql
    version: 15.2.5
    repository: https://charts.example.org
"""

VALUES = """image:
  repository: envoyproxy/envoy
  tag: v1.30.1
replicas: 2
"""

CSPROJ = """<Project Sdk="Microsoft.NET.Sdk.Web">
  <ItemGroup>
    <PackageReference Include="Npgsql" />
    <PackageReference Include="Serilog" Version="3.1.1" />
  </ItemGroup>
</Project>
"""

OLD_CSPROJ = """<Project Sdk="Microsoft.NET.Sdk">
  <ItemGroup>
    <PackageReference Include="Dapper"><Version>2.1.35</Version></PackageReference>
  </ItemGroup>
</Project>
"""

PACKAGES_PROPS = """<Project>
  <ItemGroup>
    <PackageVersion Include="Npgsql" Version="8.0.2" />
    <PackageVersion Include="Unused" Version="1.0.0" />
  </ItemGroup>
</Project>
"""

GEMFILE = """source "https://rubygems.org"
ruby "3.3.0"
gem "rails", "~> 7.1.3"
gem 'pg'
# gem "commented"
"""

COMPOSER = """{ "require": { "php": ">=8.1", "laravel/framework": "^11.0", "ext-json": "*" },
  "require-dev": { "phpunit/phpunit": "11.1.*" } }
"""

PUBSPEC = """name: app
dependencies:
  flutter:
    sdk: flutter
  http: ^1.2.1
dev_dependencies:
  lints: 3.0.0
"""

PACKAGE_SWIFT = """// swift-tools-version:5.9
import PackageDescription
let package = Package(
    name: "App",
    dependencies: [
        .package(url: "https://github.com/Alamofire/Alamofire.git", from: "5.9.1"),
    ]
)
"""

CATALOG = """[versions]
ktor = "2.3.10"
[libraries]
ktor-client = { module = "io.ktor:ktor-client-core", version.ref = "ktor" }
unused = { module = "org.unused:unused", version = "1.0" }
"""

GRADLE = """plugins { kotlin("jvm") }
dependencies {
    implementation(libs.ktor.client)
    implementation("com.squareup.okhttp3:okhttp:4.12.0")
    // implementation("org.commented:out:1.0")
    testImplementation("io.mockk:mockk:1.13.10")
}
"""

MIX = """defmodule A.MixProject do
  use Mix.Project
  defp deps do
    [
      {:phoenix, "~> 1.7.11"},
      # {:commented, "~> 1.0"},
      {:jason, "1.4.1", only: :test}
    ]
  end
end
"""

WORKFLOW = """on: push
jobs:
  test:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: github/codeql-action/init@v3.25.3
      - run: "echo uses: some/other@v1"
"""

DEPLOYMENT = """apiVersion: apps/v1
kind: Deployment
metadata: { name: app }
spec:
  template:
    spec:
      containers:
        - name: app
          image: ghcr.io/example/app:1.4.2
        - name: proxy
          image: envoyproxy/envoy:v1.29.0
---
apiVersion: v1
kind: Service
"""

PNPM = """packages:
  - packages/*
catalog:
  vite: ^5.2.0
  unused: 1.0.0
"""

SBOMS = {
    "shop.json": json.dumps({
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "metadata": {"component": {"type": "application", "name": "shop"}},
        "components": [
            {"type": "library", "name": "react", "version": "18.3.1", "purl": "pkg:npm/react@18.3.1"},
            {"type": "library", "name": "node", "version": "7.24.0", "purl": "pkg:npm/%40babel/core@7.24.0"},
            {"type": "library", "name": "serde", "version": "1.0.1", "purl": "pkg:cargo/serde@1.0.1?x=y#z"},
            {"type": "library", "name": "lodash", "version": "4.17.21", "purl": "pkg:npm/lodash@4.17.21"},
            {"type": "library", "name": "nothing", "version": "1"},
        ],
    }, indent=1),
    "ledger.json": json.dumps({
        "spdxVersion": "SPDX-2.3",
        "SPDXID": "SPDXRef-DOCUMENT",
        "name": "ledger",
        "documentDescribes": ["SPDXRef-ledger"],
        "packages": [
            {"SPDXID": "SPDXRef-ledger", "name": "ledger", "versionInfo": "1.0.0"},
            {"SPDXID": "SPDXRef-a", "name": "netty", "versionInfo": "4.1.108.Final", "externalRefs": [
                {"referenceCategory": "PACKAGE-MANAGER", "referenceType": "purl",
                 "referenceLocator": "pkg:maven/io.netty/netty-common@4.1.108.Final"}]},
            {"SPDXID": "SPDXRef-b", "name": "kafka-clients", "versionInfo": "3.9.1", "externalRefs": [
                {"referenceCategory": "PACKAGE-MANAGER", "referenceType": "purl",
                 "referenceLocator": "pkg:maven/org.apache.kafka/kafka-clients@3.9.1"}]},
        ],
    }, indent=1),
}

# A blip for each thing, some for several, and some for what must not be found.
BLIPS = {
    "kafka": ["maven:org.apache.kafka:*", "npm:kafkajs", "golang:github.com/segmentio/kafka-go", "image:apache/kafka"],
    "postgresql": ["image:postgres", "maven:org.postgresql:*", "golang:github.com/jackc/pgx", "nuget:npgsql", "gem:pg",
                   "helm:postgresql"],
    "react": ["npm:react"], "vue": ["npm:vue"], "lodash": ["npm:lodash"], "express": ["npm:express"], "zod": ["npm:zod"],
    "vite": ["npm:vite"], "babel": ["npm:@babel/*"], "node": ["image:node"], "nginx": ["image:nginx"],
    "docker": ["file:**/Dockerfile"], "envoy": ["image:envoyproxy/envoy"], "own-image": ["image:ghcr.io/example/*"],
    "serde": ["cargo:serde"], "tokio": ["cargo:tokio"], "axum": ["cargo:axum"], "proptest": ["cargo:proptest"],
    "pandas": ["pypi:pandas"], "django": ["pypi:django"], "boto": ["pypi:boto3"], "fastapi": ["pypi:FastAPI"],
    "scikit-learn": ["pypi:Scikit.Learn"], "celery": ["pypi:celery"], "notebooks": ["file:**/*.ipynb"],
    "chi": ["golang:github.com/go-chi/chi"], "x-sync": ["golang:golang.org/x/*"], "aws": ["terraform:hashicorp/aws"],
    "helm": ["file:**/Chart.yaml"], "terraform": ["file:**/*.tf"], "serilog": ["nuget:serilog"],
    "dapper": ["nuget:Dapper"], "rails": ["gem:rails"], "laravel": ["composer:laravel/framework"],
    "phpunit": ["composer:phpunit/*"], "flutter": ["pub:flutter"], "dart-http": ["pub:http"], "lints": ["pub:lints"],
    "alamofire": ["swift:github.com/Alamofire/Alamofire"], "ktor": ["maven:io.ktor:*"],
    "okhttp": ["maven:com.squareup.okhttp3:okhttp"], "mockk": ["maven:io.mockk:mockk"], "phoenix": ["hex:phoenix"],
    "jason": ["hex:jason"], "checkout": ["action:actions/checkout"], "codeql": ["action:github/codeql-action"],
    "jenkins": ["file:**/Jenkinsfile"], "umlaut": ["npm:umlaut"], "netty": ["maven:io.netty:*"],
    "javascript": ["lang:javascript"], "typescript": ["lang:TypeScript"], "java": ["lang:java"], "rust": ["lang:rust"],
    "python": ["lang:python"], "go": ["lang:golang"], "c-sharp": ["lang:c#"], "ruby": ["lang:ruby"], "php": ["lang:php"],
    "dart": ["lang:dart"], "swift": ["lang:swift"], "kotlin": ["lang:kotlin"], "elixir": ["lang:elixir"],
    "never": ["npm:liar", "npm:linked", "npm:vendored", "npm:unused", "cargo:unused", "nuget:unused", "maven:org.unused:*",
              "maven:org.commented:*", "hex:commented", "gem:commented", "action:some/other", "image:python", "image:build",
              "npm:own", "cargo:a"],
}
